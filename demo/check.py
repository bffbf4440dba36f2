#!/usr/bin/env python3
"""Checks the demonstration question bank and prints what it holds.

    python3 demo/check.py [bank.json]

Exit status 0 when the bank is sound, 1 when anything is wrong; every fault
names the question by its code. Needs nothing but Python 3.
"""

import datetime
import json
import pathlib
import re
import sys
import unicodedata
from collections import Counter, defaultdict

FEWEST_QUESTIONS = 150
FEWEST_TOPICS = 8
LEVELS = (1, 2, 3)
# The six greatest topics must feed a blueprint that asks for every level.
GREAT_TOPICS = 6
FEWEST_IN_GREAT_TOPIC = 15
FEWEST_PER_LEVEL = 3
# A reader who always picks the longest text, or always the same letter, must
# not do much better than one who guesses.
MOST_LONGEST_SHARE = 0.50
KEY_SHARE_SLACK = 0.05
STEM_LIMIT = 400
OPTION_LIMIT = 600

QUESTION_KEYS = {"code", "kind", "stem", "options", "topic", "level", "explanation", "laws"}
LAW_KEYS = {"document", "title", "article", "clause", "point", "valid_from", "valid_to"}
DOCUMENT = re.compile(r"^(\d{2,3}/\d{4}/QH\d{2}|Hiến pháp 2013)$")
NUMBER = re.compile(r"^[1-9]\d*$")
POINT = re.compile(r"^[a-zđ]$")


class Faults:
    """What was found wrong, with the place it was found at."""

    def __init__(self):
        self.lines = []

    def add(self, place, detail):
        self.lines.append(f"{place}: {detail}")


def check_text(faults, place, name, text, limit):
    """A text is present, trimmed, NFC, free of markup, and not too long."""
    if not isinstance(text, str) or not text.strip():
        faults.add(place, f"{name} is missing")
        return
    if text != text.strip() or "  " in text:
        faults.add(place, f"{name} has stray spaces")
    if unicodedata.normalize("NFC", text) != text:
        faults.add(place, f"{name} is not NFC")
    if any(c in "<>&" or unicodedata.category(c).startswith("C") for c in text):
        faults.add(place, f"{name} holds markup or a control character")
    if len(text) > limit:
        faults.add(place, f"{name} has {len(text)} characters, at most {limit}")


def check_date(faults, place, name, text):
    try:
        return datetime.date.fromisoformat(text)
    except (TypeError, ValueError):
        faults.add(place, f"{name} is not a date: {text!r}")
        return None


def check_law(faults, place, law, known):
    """A citation is complete, and the same document always has the same name and date."""
    if set(law) != LAW_KEYS:
        faults.add(place, f"citation keys are {sorted(law)}")
        return
    if not DOCUMENT.match(law["document"]):
        faults.add(place, f"document number {law['document']!r}")
    check_text(faults, place, "law title", law["title"], 200)
    if not NUMBER.match(law["article"] or ""):
        faults.add(place, f"article {law['article']!r}")
    if law["clause"] is not None and not NUMBER.match(law["clause"]):
        faults.add(place, f"clause {law['clause']!r}")
    if law["point"] is not None and not POINT.match(law["point"]):
        faults.add(place, f"point {law['point']!r}")
    if law["point"] is not None and law["clause"] is None:
        faults.add(place, "a point without its clause")
    begin = check_date(faults, place, "valid_from", law["valid_from"])
    if law["valid_to"] is not None:
        end = check_date(faults, place, "valid_to", law["valid_to"])
        if begin and end and end <= begin:
            faults.add(place, "valid_to is not after valid_from")
    named = (law["title"], law["valid_from"])
    if known.setdefault(law["document"], named) != named:
        faults.add(place, f"{law['document']} is elsewhere named {known[law['document']]}")


def check_options(faults, place, options):
    """Two to four distinct options, exactly one right, pinned ones last."""
    if not 2 <= len(options) <= 4:
        faults.add(place, f"{len(options)} options")
    for option in options:
        if set(option) - {"text", "correct", "pinned"}:
            faults.add(place, f"option keys are {sorted(option)}")
        check_text(faults, place, "option", option.get("text"), OPTION_LIMIT)
    texts = [fold(option["text"]) for option in options]
    if len(set(texts)) != len(texts):
        faults.add(place, "two options are the same")
    right = sum(option["correct"] is True for option in options)
    if right != 1:
        faults.add(place, f"{right} right options")
    pinned = [option.get("pinned", False) for option in options]
    if pinned != sorted(pinned):
        faults.add(place, "a pinned option is not last")


def fold(text):
    """The text as a reader compares it: case and punctuation do not count."""
    return re.sub(r"\W+", " ", text.casefold()).strip()


def check_question(faults, question, known):
    place = question.get("code", "question without code")
    if set(question) != QUESTION_KEYS:
        faults.add(place, f"keys are {sorted(question)}")
        return
    if question["kind"] != "single":
        faults.add(place, f"kind {question['kind']!r}")
    if question["level"] not in LEVELS:
        faults.add(place, f"level {question['level']!r}")
    check_text(faults, place, "stem", question["stem"], STEM_LIMIT)
    check_text(faults, place, "topic", question["topic"], 100)
    check_text(faults, place, "explanation", question["explanation"], 400)
    check_options(faults, place, question["options"])
    if not question["laws"]:
        faults.add(place, "no citation")
    for law in question["laws"]:
        check_law(faults, place, law, known)


def check_whole(faults, questions, table):
    """What only shows over all questions: enough of each, no repeats, no pattern in the key."""
    for name, values in (
        ("code", [q["code"] for q in questions]),
        ("stem", [fold(q["stem"]) for q in questions]),
    ):
        for value, times in Counter(values).items():
            if times > 1:
                faults.add("bank", f"{name} {value!r} stands {times} times")
    if len(questions) < FEWEST_QUESTIONS:
        faults.add("bank", f"{len(questions)} questions, at least {FEWEST_QUESTIONS}")
    if len(table) < FEWEST_TOPICS:
        faults.add("bank", f"{len(table)} topics, at least {FEWEST_TOPICS}")
    great = sorted(table.items(), key=lambda item: -sum(item[1].values()))[:GREAT_TOPICS]
    for topic, levels in great:
        if sum(levels.values()) < FEWEST_IN_GREAT_TOPIC:
            faults.add(topic, f"{sum(levels.values())} questions, at least {FEWEST_IN_GREAT_TOPIC}")
        for level in LEVELS:
            if levels[level] < FEWEST_PER_LEVEL:
                faults.add(topic, f"{levels[level]} of level {level}, at least {FEWEST_PER_LEVEL}")


def key_positions(questions):
    """How often the key stands at each letter, over questions of four options."""
    counts = Counter()
    for question in questions:
        if len(question["options"]) == 4:
            counts["ABCD"[[o["correct"] for o in question["options"]].index(True)]] += 1
    return counts


def longest_keys(questions):
    """How many questions have a right option longer than each wrong one."""
    total = 0
    for question in questions:
        right = [len(o["text"]) for o in question["options"] if o["correct"]]
        wrong = [len(o["text"]) for o in question["options"] if not o["correct"]]
        total += right[0] > max(wrong)
    return total


def main():
    path = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).with_name("bank.json")
    bank = json.loads(path.read_text(encoding="utf-8"))
    faults, known = Faults(), {}
    if set(bank) != {"format", "code", "title", "questions"}:
        faults.add("bank", f"keys are {sorted(bank)}")
    if bank.get("format") != "thiluat-bank/1":
        faults.add("bank", f"format {bank.get('format')!r}")
    questions = bank["questions"]
    for question in questions:
        check_question(faults, question, known)
    if not faults.lines:
        report(faults, questions, known)
    for line in faults.lines:
        print(f"FAULT {line}", file=sys.stderr)
    return 1 if faults.lines else 0


def report(faults, questions, known):
    """Checks the bank as a whole and prints the table of topics, levels and laws."""
    table = defaultdict(Counter)
    for question in questions:
        table[question["topic"]][question["level"]] += 1
    check_whole(faults, questions, table)

    width = max(len(topic) for topic in table)
    print(f"{'topic':<{width}}  {'L1':>3} {'L2':>3} {'L3':>3} {'all':>4}")
    for topic, levels in sorted(table.items(), key=lambda item: -sum(item[1].values())):
        cells = " ".join(f"{levels[level]:>3}" for level in LEVELS)
        print(f"{topic:<{width}}  {cells} {sum(levels.values()):>4}")
    totals = Counter(q["level"] for q in questions)
    cells = " ".join(f"{totals[level]:>3}" for level in LEVELS)
    print(f"{'all':<{width}}  {cells} {len(questions):>4}\n")

    cited = Counter(law["document"] for q in questions for law in q["laws"])
    for document, times in cited.most_common():
        title, begin = known[document]
        print(f"{times:>4}  {document:<14}  {begin}  {title}")

    keys = key_positions(questions)
    fours = sum(keys.values())
    print("\nkey: " + ", ".join(f"{letter} {keys[letter]}" for letter in "ABCD"), end="; ")
    for letter in "ABCD":
        if abs(keys[letter] / fours - 0.25) > KEY_SHARE_SLACK:
            faults.add("bank", f"the key is at {letter} in {keys[letter]} of {fours}")
    longest = longest_keys(questions)
    print(f"key longest in {longest} of {len(questions)}", end="; ")
    if longest > MOST_LONGEST_SHARE * len(questions):
        faults.add("bank", f"the right option is the longest in {longest} of {len(questions)}")
    sizes = Counter(len(q["options"]) for q in questions)
    print("options: " + ", ".join(f"{sizes[n]} of {n}" for n in sorted(sizes)), end="; ")
    print(f"longest stem {max(len(q['stem']) for q in questions)}, "
          f"longest option {max(len(o['text']) for q in questions for o in q['options'])}")


if __name__ == "__main__":
    sys.exit(main())
