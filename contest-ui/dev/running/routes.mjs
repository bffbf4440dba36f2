// A contest that runs, its people and what is said to them, over made-up data in memory.
import { units } from '../data.mjs';
import { detailOf, listed, people as made } from './people.mjs';

const BUSY = 'giao-thong-2026';

export function runningRoutes({ Refusal, id, now, started, ask, published, pushed }) {
  const people = made(started);
  const brought = new Map();
  const announcements = new Map();
  const incidents = new Map();
  const grants = new Map();
  const listOf = (map, key) => map.get(key) ?? map.set(key, []).get(key);
  const found = (thing) => {
    if (!thing) throw new Refusal(404, 'not_found', 'Không tìm thấy.');
    return thing;
  };
  const who = (request) => ask(request, 'GET', '/staff/session');
  const may = (request) => {
    const card = who(request);
    if (!['administrator', 'organiser'].includes(card.role)) throw new Refusal(403, 'auth.forbidden', 'Tài khoản của bạn không có quyền làm việc này; hãy hỏi người quản trị.');
    return { id: card.id, name: card.name };
  };
  const fresh = (request) => {
    const card = who(request);
    if (card.fresh_until && Date.parse(card.fresh_until) < Date.now()) throw new Refusal(403, 'auth.step_up', 'Bạn hãy xác nhận lại danh tính.');
    return may(request);
  };
  const contestOf = (request, slug) => found(ask(request, 'GET', `/contests/managed?q=${slug}&limit=50`).items.find((row) => row.slug === slug));
  const of = (slug) => (slug === BUSY ? people : published.some(({ row }) => row.slug === slug) ? listOf(brought, slug) : people.slice(0, 412));
  const one = (slug, key) => found(of(slug).find((person) => person.id === key));
  const reasoned = ({ reason }) => {
    if (!reason) throw new Refusal(422, 'validation', 'Thiếu lý do.', { errors: [{ pointer: '/reason', code: 'reason.missing', detail: 'Bạn hãy ghi lý do.' }] });
    return reason;
  };
  const deal = (person, by, what, before, after, reason) => person.history.unshift({ at: now(), by, what, before, after, reason });
  const part = (body, name) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(body)?.[1];
  const code = () => Array.from({ length: 3 }, () => id().slice(0, 4).toUpperCase()).join('-');
  const reaches = (person, to) => to.all === true || person.id === to.participant || (to.unit !== undefined && (person.unit?.code === to.unit || person.unit?.code.startsWith(`${to.unit}.`)));
  const sheet = (name, rows) => [200, { file: `\ufeff${rows.join('\r\n')}\r\n`, type: 'text/csv; charset=utf-8', name }];

  function minutes() {
    const at = Math.floor(Date.now() / 60_000) * 60_000;
    return Array.from({ length: 60 }, (_, i) => {
      const minute = at - (59 - i) * 60_000;
      const wave = 40 + 30 * Math.sin(minute / 900_000) + 12 * Math.sin(minute / 200_000);
      return { at: new Date(minute).toISOString(), started: Math.max(0, Math.round(wave)), handed_in: Math.max(0, Math.round(38 + 30 * Math.sin((minute - 700_000) / 900_000))), saved: Math.round(wave * 9) };
    });
  }

  const give = (kind) => ([round], { request, body }) => {
    const by = may(request);
    const reason = reasoned(body);
    const whom = people.filter((person) => reaches(person, body.to));
    if (whom.length === 0) throw new Refusal(404, 'not_found', 'Không có ai như vậy trong vòng này.');
    listOf(grants, round).unshift({ at: now(), by, kind, to: body.to, ...(kind === 'extension' ? { seconds: body.seconds } : { attempts: body.attempts }), reason, people: whom.length });
    return { people: whom.length, ...(kind === 'extension' && { moved: whom.filter(({ last_state }) => last_state === 'sitting').length }) };
  };

  return [
    ['GET', /^\/contests\/([^/]+)\/participants$/, ([slug], { request, url }) => (may(request), contestOf(request, slug), listed(of(slug), url))],
    ['GET', /^\/contests\/([^/]+)\/participants\/export$/, ([slug], { request, url }) => (fresh(request), sheet(`nguoi-thi-${slug}.${url.searchParams.get('format')}`, ['Số,Họ và tên,Đơn vị', ...of(slug).map(({ number, full_name, unit }) => `${number},${full_name},${unit?.name ?? ''}`)]))],
    ['GET', /^\/rounds\/([^/]+)\/matrix$/, ([round], { request }) => (fresh(request), sheet(`bang-${round}.csv`, ['Số,Câu 1,Câu 2', '1,1,0']))],
    ['GET', /^\/contests\/([^/]+)\/participants\/(p\d+|n\w+)$/, ([slug, key], { request }) => (may(request), detailOf(one(slug, key), started))],
    ['PATCH', /^\/contests\/([^/]+)\/participants\/(p\d+|n\w+)$/, ([slug, key], { request, body }) => {
      const by = may(request);
      const reason = reasoned(body);
      const person = one(slug, key);
      const { phone, full_name, unit } = body.fields;
      if (phone !== undefined && !/^0\d{9}$/.test(phone)) throw new Refusal(422, 'validation', 'Chưa hợp lệ.', { errors: [{ pointer: '/fields/phone', code: 'phone', detail: 'Số điện thoại gồm 10 chữ số, bắt đầu bằng 0.' }] });
      if (phone !== undefined && people.some((other) => other !== person && other.fields.phone === phone)) throw new Refusal(409, 'participant.exists', 'Số điện thoại này đã có người khác dùng trong cuộc thi.', { errors: [{ pointer: '/fields/phone', code: 'participant.exists', detail: 'Số điện thoại này đã có người khác dùng trong cuộc thi.' }] });
      for (const [field, value] of Object.entries(body.fields)) {
        deal(person, by, field, person.fields[field] ?? null, value, reason);
        person.fields[field] = value;
      }
      if (full_name !== undefined) person.full_name = full_name;
      if (body.fields.birth_date !== undefined) person.birth_date = body.fields.birth_date;
      if (unit !== undefined) person.unit = { code: unit, name: units.find((entry) => entry.code === unit)?.name ?? unit };
      return detailOf(person, started);
    }],
    ['POST', /^\/contests\/([^/]+)\/participants\/([^/]+)\/exclusion$/, ([slug, key], { request, body }) => {
      const person = one(slug, key);
      deal(person, may(request), 'exclusion', null, null, reasoned(body));
      person.excluded = true;
      return detailOf(person, started);
    }],
    ['DELETE', /^\/contests\/([^/]+)\/participants\/([^/]+)\/exclusion$/, ([slug, key], { request, body }) => {
      const person = one(slug, key);
      deal(person, may(request), 'readmission', null, null, reasoned(body));
      person.excluded = false;
      return detailOf(person, started);
    }],
    ['POST', /^\/contests\/([^/]+)\/participants\/([^/]+)\/code$/, ([slug, key], { request, body }) => {
      const person = one(slug, key);
      deal(person, may(request), 'code', null, null, reasoned(body));
      return { participant: { id: person.id, number: person.number }, sign_in_code: code() };
    }],
    ['POST', /^\/contests\/([^/]+)\/rosters$/, ([slug], { request, body }) => {
      may(request);
      const name = /name="file"; filename="([^"]*)"/.exec(body)?.[1] ?? '';
      if (!/\.(?:csv|xlsx)$/.test(name)) throw new Refusal(422, 'roster.format', 'Tệp danh sách phải là Excel hoặc CSV.');
      const dry = part(body, 'dry_run') === 'true';
      const text = name.endsWith('.csv') ? (body.split('\r\n\r\n').find((piece) => /,/.test(piece)) ?? '') : '';
      const rows = text === '' ? Array.from({ length: 45 }, (_, i) => `Học sinh ${i + 1},2010-03-0${(i % 9) + 1},Lớp 10A1`) : text.split('\r\n--')[0].trim().split(/\r?\n/).slice(1);
      const refused = [];
      const slips = [];
      for (const [i, row] of rows.entries()) {
        const [full_name, , unit] = row.split(',');
        if (!full_name?.trim()) refused.push({ at: `dòng ${i + 2}`, code: 'roster.name_missing', detail: 'Thiếu họ tên.' });
        else slips.push({ number: of(slug).length + slips.length + 1, full_name, unit: unit || null, identity: `HS${1000 + i}`, sign_in_code: code(), link: `/cuoc-thi/${slug}/tro-lai` });
      }
      const told = { rows: rows.length, added: slips.length, existing: 0, refused, warnings: [{ at: 'cột 4', code: 'roster.column_unknown', detail: 'Cột “Ghi chú” không được dùng.' }] };
      if (dry) return { ...told, slips: [] };
      for (const slip of slips) of(slug).push({ id: `n${id()}`, number: slip.number, alias: 'Sao Biển 100', full_name: slip.full_name, unit: null, group: null, birth_date: null, phone_masked: null, attempts: 0, last_state: 'registered', excluded: false, created_at: now(), fields: { full_name: slip.full_name, code: slip.identity }, history: [], folded: slip.full_name.toLowerCase() });
      return { ...told, slips };
    }],
    ['POST', /^\/contests\/([^/]+)\/slips\.pdf$/, ([slug], { request }) => (may(request), [200, { file: '%PDF-1.4\n%%EOF\n', type: 'application/pdf', name: `phieu-${slug}.pdf` }])],

    ['GET', /^\/contests\/([^/]+)\/monitor$/, ([slug], { request, url }) => {
      who(request);
      const { rounds } = contestOf(request, slug);
      const round = rounds.find((entry) => entry.code === url.searchParams.get('round')) ?? rounds.find(({ state }) => state === 'open') ?? rounds[0];
      const list = of(slug);
      const count = (state) => list.filter(({ last_state }) => last_state === state).length;
      const lag = units.map(({ code: key, name }) => {
        const own = list.filter(({ unit }) => unit?.code === key);
        const came = own.filter(({ attempts }) => attempts > 0).length;
        return { code: key, name, headcount: key.endsWith('.t') ? null : 6000 + name.length * 190, registered: own.length, people: came, sitting: own.filter(({ last_state }) => last_state === 'sitting').length, handed_in: own.filter(({ last_state }) => last_state === 'handed_in').length };
      }).sort((a, b) => a.people / (a.headcount ?? a.registered + 1) - b.people / (b.headcount ?? b.registered + 1));
      const quiet = list.length < 1000;
      return {
        as_of: now(), rounds: rounds.map(({ code: key, title, state }) => ({ code: key, title, state })), round, registered: list.length, people: list.filter(({ attempts }) => attempts > 0).length, sitting: quiet ? 0 : count('sitting') + (Math.floor(Date.now() / 5000) % 7), handed_in: count('handed_in'), attempts: list.reduce((n, { attempts }) => n + attempts, 0),
        minutes: quiet ? [] : minutes(), units: lag.slice(0, 50), units_total: lag.length,
        troubles: quiet ? [] : [{ code: 'saves.late', detail: '34 câu trả lời đến sau hạn nộp nhưng còn trong thời gian bù mạng, đã được nhận.', count: 34, since: new Date(Date.now() - 720_000).toISOString() }],
        saves: { late: quiet ? 0 : 12, refused: 0 }, board: { state: 'live', behind_ms: 900 }, server_time: now(),
      };
    }],
    ['POST', /^\/rounds\/([^/]+)\/extensions$/, give('extension')],
    ['POST', /^\/rounds\/([^/]+)\/give-backs$/, give('give_back')],
    ['GET', /^\/rounds\/([^/]+)\/grants$/, ([round], { request }) => (who(request), { items: listOf(grants, round), next_cursor: null })],

    ['GET', /^\/contests\/([^/]+)\/announcements$/, ([slug]) => ({ items: listOf(announcements, slug).filter(({ until }) => until === null || Date.parse(until) > Date.now()), next_cursor: null })],
    ['POST', /^\/contests\/([^/]+)\/announcements$/, ([slug], { request, body }) => {
      may(request);
      const said = { id: id(), at: now(), text: body.text, text_en: body.text_en ?? null, round: body.round ?? null, until: body.until ?? null };
      listOf(announcements, slug).unshift(said);
      pushed(slug, { items: listOf(announcements, slug) });
      return [201, said];
    }],
    ['DELETE', /^\/contests\/([^/]+)\/announcements\/([^/]+)$/, ([slug, key], { request }) => {
      may(request);
      const list = listOf(announcements, slug);
      list.splice(list.indexOf(found(list.find((entry) => entry.id === key))), 1);
      pushed(slug, { items: list });
      return [204, null];
    }],
    ['GET', /^\/contests\/([^/]+)\/incidents$/, ([slug], { request }) => (may(request), { items: listOf(incidents, slug), next_cursor: null })],
    ['POST', /^\/contests\/([^/]+)\/incidents$/, ([slug], { request, body }) => {
      const by = may(request);
      listOf(incidents, slug).unshift({ id: id(), at: body.at ?? now(), by, text: body.text, round: body.round ?? null });
      return [201, listOf(incidents, slug)[0]];
    }],
  ];
}

