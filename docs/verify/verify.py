#!/usr/bin/env python3
"""Verifies a proof bundle with Python's own library alone (README.md): "ok", or the first thing that does not follow."""
import argparse, datetime, hashlib, hmac, io, itertools, json, re, struct, sys, unicodedata, zipfile
def must(fits, *where): return None if fits else sys.exit("differs: " + " ".join(map(str, where)))
def H(data): return hashlib.sha256(data).digest()  # hashes over fields, canonical JSON (algorithms.md 1)
def nfc(t): return unicodedata.normalize("NFC", t)
def enc(*fields):
    raw = [f if isinstance(f, bytes) else nfc(str(f)).encode() for f in fields]
    return b"".join(struct.pack(">I", len(f)) + f for f in raw)
def jcs(v): return json.dumps(v, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
def unhex(t): return bytes.fromhex(t) if re.fullmatch("([0-9a-f]{2})*", t) else must(False, "form")
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493  # Ed25519, only verifying (RFC 8032)
D, ROOT = -121665 * pow(121666, -1, P) % P, pow(2, (P - 1) // 4, P)
def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P
def times(n, p, out=(0, 1, 1, 0)):
    while n: out, p, n = add(out, p) if n & 1 else out, add(p, p), n >> 1
    return out
def point(raw):
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    xx = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = next((x for x in (pow(xx, (P + 3) // 8, P) * k % P for k in (1, ROOT)) if x * x % P == xx), None)
    x = x and (x if x & 1 == raw[31] >> 7 else P - x)
    return None if x is None or y >= P else (x, y, 1, x * y % P)
def signed(key, message, signature):
    a, r, s = point(key), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or None in (a, r) or s >= L: return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    left, right = times(s, point(bytes.fromhex("58" + "66" * 31))), add(r, times(h, a))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))
def stream(key):  # papers (algorithms.md 1)
    for block in itertools.count(): yield from struct.unpack(">8I", hmac.digest(key, struct.pack(">I", block), "sha256"))
def below(n, source): return 0 if n == 1 else next(x % n for x in source if x < 2**32 - 2**32 % n)
def shuffle(items, k, source):
    items = list(items)
    for j in range(min(k, len(items) - 1)):
        at = j + below(len(items) - j, source); items[j], items[at] = items[at], items[j]
    return items[:k]
def paper(b, n, o, group):  # [(question id, version, cell, option ids)] in slot order, and the hash
    source = lambda tag, o=o: stream(hmac.digest(b["E"], enc(f"thiluat/{tag}/1", n, o), "sha256"))
    rules, seen = b["manifest"]["rules"].get("paper", {}), set()
    for ordinal in range(1, o + 1):
        picks, numbers = [], source("pick", ordinal)
        for cell, (rule, listed) in enumerate(zip(b["manifest"]["blueprint"], b["manifest"]["cells"])):
            if rule["group"] in (None, group):
                free = [q for q in listed if q[0] not in [p[0] for p in picks]]
                took = shuffle([q for q in free if q[0] not in seen], rule["count"], numbers)
                if len(took) < rule["count"]:
                    took += shuffle([q for q in free if q[0] in seen], rule["count"] - len(took), numbers)
                picks += [(q[0], q[1], cell) for q in took]
        seen |= {p[0] for p in picks}
    content = lambda p: b["known"][p[:2]]["content"] if p[:2] in b["known"] else {"level": 0, "options": []}
    sections, numbers, slots, laid = b["manifest"]["rules"].get("sections") or [{"code": None}], source("order"), [], []
    for section in sections:
        part = [p for p in picks if b["manifest"]["blueprint"][p[2]].get("section") == section["code"]]
        order = section.get("order") or rules.get("order")
        if order != "as_listed": part = shuffle(part, len(part), numbers)
        laid += sorted(part, key=lambda p: content(p)["level"]) if order == "easy_to_hard" else part
    numbers = source("option")
    for pick in laid:
        loose = [x["id"] for x in content(pick)["options"] if not x["pinned"]]
        if rules.get("shuffle_options", True): loose = shuffle(loose, len(loose), numbers)
        slots.append((*pick, [x["id"] if x["pinned"] else loose.pop(0) for x in content(pick)["options"]]))
    return slots, H(enc("thiluat/paper/1", b["round_id"], n, o, *[f for s in slots for f in (s[0], s[1], ",".join(s[3]))])).hex()
def as_text(r): return r["text"] if "text" in r else str(r["number"]) if "number" in r else ",".join(sorted(r["options"]))
def folded(t): return nfc(" ".join(nfc(t).lower().split()))
def is_right(kind, key, r):
    if kind in ("single", "multiple"):
        chosen = set(r.get("options", []))
        return bool(chosen) and chosen == set(key.split(",")) and (kind == "multiple" or len(chosen) == 1)
    if kind == "number": return "number" in r and abs(r["number"] - int(key.split("±")[0])) <= int(key.split("±")[1])
    return bool(folded(r.get("text", ""))) and folded(r["text"]) in map(folded, key.split("\n"))
def check_row(b, row, at):  # one attempt: its paper, answers and marks; gives the payload of its receipt
    (n, o), where, cells = at, ("attempt", *at), b["manifest"]["rules"]["blueprint"]
    fitting = [(g, slots) for g in b["groups"] for slots, hash_ in [paper(b, n, o, g)] if hash_ == row["paper_hash"]]
    must(fitting, *where, "paper_hash")
    rules, (group, slots) = b["manifest"]["rules"].get("paper", {}), min(fitting, key=lambda f: f[0] != b["group_of"].get(n))
    fields, correct, score, row["asked"], row["failed"] = [], 0, 0, 0, False
    must(b["group_of"].get(n, group) == group, *where, "group")
    for slot, (q, version, cell, options) in enumerate(slots, 1):
        r = row["responses"][slot - 1] if slot <= len(row["responses"]) else {}
        must((r.get("slot"), r.get("question_id"), r.get("version")) == (slot, q, version) and (q, version) in b["known"]
             and len(r) == 4 and set(r.get("options", [])) <= set(options), *where, "slot", slot)
        question, decision = b["known"][q, version], b["decided"].get((q, version), {})
        fits = decision.get("void") == "full" or is_right(question["content"]["kind"], decision.get("new_key", question["key"]), r)
        counts, level, fields = decision.get("void") != "left_out", question["content"]["level"], fields + [q, version, as_text(r)]
        points = rules["points_by_level"][level - 1] if level and rules.get("points_by_level") else cells[cell].get("points", 1)
        key, chosen = set(decision.get("new_key", question["key"]).split(",")), set(r.get("options", []))
        partial = rules.get("multiple") == "partial" and question["content"]["kind"] == "multiple"
        if not fits: points = points * max(0, len(chosen & key) - len(chosen - key)) // len(key) if partial else 0
        correct, score, row["asked"] = correct + (fits and counts), score + points * counts, row["asked"] + counts
        row["failed"] |= counts and not fits and bool(cells[cell].get("disqualifying")) or not as_text(r) and rules.get("require_all", False)
    must(len(row["responses"]) == len(slots), *where, "slot", len(slots) + 1)
    must(row["duration_ms"] == ms(row["submitted_at"]) - ms(row["started_at"]), *where, "duration_ms")
    must(row["state"] == ("void" if at in b["voided"] else "expired" if row["forced"] else "submitted"), *where, "state")
    for part, found in (("correct", correct), ("score", score)): must(row[part] == found, *where, part)
    return {"format": "thiluat-receipt/1", "round": b["round_id"], "commitment": b["commitment"], "paper_hash": row["paper_hash"],
            "answers_root": H(enc("thiluat/answers/1", *fields)).hex(), "prediction": row["prediction"],
            "submitted_at": row["submitted_at"], "forced": row["forced"], "number": n, "ordinal": o}
def code(payload):  # receipts, ranking, lot (algorithms.md 2 and 4)
    return "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[int.from_bytes(H(jcs(payload))[:10], "big") >> 75 - 5 * i & 31] for i in range(16))
def merkle_root(level):
    while len(level) > 1:
        level = [H(b"\1" + b"".join(level[i:i + 2])) if i + 1 < len(level) else level[i] for i in range(0, len(level), 2)]
    return (level or [H(b"")])[0].hex()
def ms(t): return (datetime.datetime.fromisoformat(t[:-1]) - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)
def values(row, by, unit, actual):
    known = {"correct": row["correct"], "score": row["score"], "duration": row["duration_ms"] // (1 if unit == "ms" else 1000),
             "submitted_at": ms(row["submitted_at"]), "attempts_used": row["ordinal"], "lot": None,
             "essay": row.get("essay"), "total": row["score"] + (row.get("essay") or 0),
             "prediction_distance": None if None in (actual, row["prediction"]) else abs(row["prediction"] - actual)}
    return [known[c.split()[0]] for c in by]
def order(values, by): return [(v is None, -v if v and "desc" in c else v or 0) for v, c in zip(values, by)]
def standings(b, ranking, recognised, actual):
    by, lot, out = ranking["individual"], b["lot"], []
    rows = [(values(r, by, ranking["duration_unit"], actual), r) for r in recognised]
    enough = lambda r: all((values(r, [k], "s", 0)[0] or 0) >= v for k, v in (ranking.get("least") or {}).items())
    rows = [r for r in rows if not r[1]["failed"] and enough(r[1]) and (ranking.get("where") != "perfect" or r[1]["correct"] == r[1]["asked"])]
    rows.sort(key=lambda r: (order(r[0], by), r[1]["number"]))
    for at, (vs, r) in enumerate(rows):
        out.append({"place": out[-1]["place"] if at and rows[at - 1][0] == vs else at + 1, "number": r["number"], "ordinal": r["ordinal"], "values": vs})
    must(bool(lot) == by[-1].startswith("lot"), "lot seed")
    if not lot: return out
    must(H(enc("thiluat/commit-lot/1", b["round_id"], lot["seed"])).hex() == lot["commitment"], "lot commitment")
    must(lot["beacon2"] and (b["decisions"] or b["result"]["voided"]) or H(jcs([[s["place"], s["number"]] for s in out])).hex() == lot["root"], "lot root")
    if lot["beacon2"] is None: return out
    ticket = lambda s: hmac.digest(unhex(lot["seed"]), enc("thiluat/lot/1", lot["root"], lot["beacon2"], s["number"]), "sha256")
    for turn, s in enumerate(sorted(out, key=ticket), 1): s["values"] = s["values"][:-1] + [turn]
    out.sort(key=lambda s: (s["place"], s["values"][-1]))
    return [{**s, "place": place} for place, s in enumerate(out, 1)]
def read(path):  # the bundle, its attempts, and whether every byte of the file is as it was written
    raw = open(path, "rb").read()
    archive = zipfile.ZipFile(io.BytesIO(raw)) if raw[:4] == b"PK\3\4" else None
    head, rows = (archive.read("header.json") if archive else raw).decode(), []
    must(not re.search(r"(?<!\\)(?:\\\\)*\\u[0-9a-f]{0,3}[A-F]", head), "form")
    b = json.loads(head)
    if not archive: return b, b["attempts"], True
    for listed in b["attempt_files"]:
        data = archive.read(listed["name"])
        must(H(data).hex() == listed["sha256"] and data.count(b"\n") == listed["rows"], "file", listed["name"])
        rows += map(json.loads, data.decode().split("\n")[:-1])
    return b, rows, (H(raw[:-64]).hex().encode() == raw[-64:] or not archive.comment and raw[-2:] == b"\0\0") and len(archive.namelist()) == len(b["attempt_files"]) + 1
def check(b, rows, intact, given):
    key, digest = given.key or b["keys"][0]["public_key"], H(jcs({k: v for k, v in b.items() if k not in ("digest", "signature")}))
    must(b["format"] == "thiluat-proof/1", "form") or must(H(unhex(key)).hex()[:16] == b["key_id"], "signature")
    manifest, rules, result = b["manifest"], b["manifest"]["rules"], b["result"]
    must(given.commitment in (None, b["commitment"]), "commitment") or must(H(enc("thiluat/commit/1", b["round_id"], b["seed"], H(jcs(manifest)).hex())).hex() == b["commitment"], "commitment")
    committed = {tuple(q[:2]): q[2] for cell in manifest["cells"] for q in cell}
    for q in b["questions"]:
        found = enc("thiluat/question/1", b["round_id"], q["id"], q["version"], H(jcs(q["content"])), q["key"], q["salt"])
        must(committed.get((q["id"], q["version"])) == H(found).hex(), "question", q["id"], q["version"])
    receipts, numbers = {}, [p["number"] for p in b["participants"]]
    for r in (json.load(open(f)) for f in given.receipt):
        must(r["code"] == code(r["payload"]) and signed(unhex(key), jcs(r["payload"]), unhex(r["signature"])), "receipt", r["code"])
        receipts[r["payload"]["number"], r["payload"]["ordinal"]] = r["payload"]
    for before, n in zip(numbers, numbers[1:]): must(before < n, "participant", n)
    b.update(E=hmac.digest(unhex(b["seed"]), enc("thiluat/epoch/1", b["round_id"], b["beacon"]), "sha256"), known={(q["id"], q["version"]): q for q in b["questions"]},
             decided={(d["question_id"], d["version"]): d for d in b["decisions"]}, voided={(v["number"], v["ordinal"]) for v in result["voided"]},
             groups=dict.fromkeys([None] + [c["group"] for c in manifest["blueprint"]]))
    b["group_of"] = {s["number"]: s["group"] if s["group"] in b["groups"] else None for s in result["standings"]}
    before, payloads, listed = (0, 0), {}, set(numbers)
    for row in rows:
        at = n, o = row["number"], row["ordinal"]
        must(at > before, "attempt", n, o, "order")
        for gone in range(before[1] + 1 if before[0] == n else 1, o): must((n, gone) in b["voided"], "attempt", n, gone, "missing")
        must(n in listed, "attempt", n, o, "number")
        before, payloads[at] = at, check_row(b, row, at)
        for part in payloads[at]: must(receipts.get(at, payloads[at])[part] == payloads[at][part], "attempt", n, o, part)
    for n in sorted(listed - {n for n, _ in payloads}): must(False, "participant", n)
    for at in receipts: must(at in payloads, "attempt", *at, "missing")
    ranking, how, recognised = rules["ranking"], rules["attempts"]["recognised"], {}
    valid = [r for r in rows if (r["number"], r["ordinal"]) not in b["voided"]]
    by = [c.replace("total", "score") for c in ranking.get("recognised_by") or ranking["individual"] if c.split()[0] not in ("prediction_distance", "lot", "essay")]
    best = lambda r: order(values(r, by, ranking["duration_unit"], None), by)
    for r in valid:
        if r["number"] not in recognised or how == "last" or how == "best" and best(r) < best(recognised[r["number"]]): recognised[r["number"]] = r
    actual, asks = result["actual_prediction"], rules.get("prediction")
    must(asks or actual is None, "actual_prediction")
    if asks and asks["scope"] == "round":
        counted = recognised.values() if asks["counted"] == "recognised" else valid
        counted = [r["number"] for r in counted if r["correct"] == r["asked"] or "all_correct" not in asks["target"]]
        must(actual == len(set(counted) if "people" in asks["target"] else counted), "actual_prediction")
    found, said = standings(b, ranking, recognised.values(), actual), result["standings"]
    for at, s in enumerate(found, 1):
        must(at <= len(said), "standing", at, s["number"], "missing")
        for part in ("number", "place", "ordinal", "values"): must(said[at - 1][part] == s[part], "standing", at, s["number"], part)
    must(said[len(found):] == [], "standing", len(found) + 1, *[s["number"] for s in said[len(found):][:1]], "extra")
    must(merkle_root([H(b"\0" + jcs(p)) for p in payloads.values()]) == b["receipts_root"], "receipts_root")
    must(digest.hex() == b["digest"], "digest")
    must(signed(unhex(key), digest, unhex(b["signature"])), "signature")
    must(intact, "form")
    return f"ok\tpeople {len(numbers)}\tattempts {len(rows)}\tplaces {len(said)}\treceipts {len(receipts)}"
if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    for name in ("bundle", "--commitment", "--key"): asked.add_argument(name)
    asked.add_argument("--receipt", action="append", default=[], metavar="FILE")
    try: print(check(*read((given := asked.parse_args()).bundle), given))
    except Exception as why: sys.exit(f"differs: form ({type(why).__name__}: {why})")
