// A fixture server for work on the screens: api.md's participant routes over made-up data, in memory.
// The organisers' console is at /quan-tri; dev/staff/data.mjs has the staff that may sign in.
// It serves dist/ too, with the platform's security headers, so that a built page can be tried as it will run.
//
//   node dev/mock.mjs [--port 8080] [--limit SECONDS] [--slow MS] [--fail SHARE] [--empty] [--late]
//
// POST /mock {"slow":MS,"fail":SHARE,"limit":SECONDS,"late":true,"takeover":true,"signout":true,"staffout":true,"stale":true} changes it while it runs.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { bankRoutes } from './bank/routes.mjs';
import { contestRoutes } from './contests/routes.mjs';
import { contests, fold, questions, standings, units } from './data.mjs';
import { runningRoutes } from './running/routes.mjs';
import { sharingRoutes } from './running/sharing.mjs';
import { desk } from './staff/desk.mjs';
import { members, notices } from './staff/data.mjs';
import { doorRoutes } from './staff/doors.mjs';
import { staffRoutes } from './staff/routes.mjs';
import { waitingRoutes } from './staff/waiting.mjs';
import { tree } from './units/data.mjs';
import { unitRoutes } from './units/routes.mjs';

const args = process.argv.slice(2);
const option = (name, other) => (args.includes(`--${name}`) ? Number(args[args.indexOf(`--${name}`) + 1]) : other);
const mood = { slow: option('slow', 0), fail: option('fail', 0), limit: option('limit', 900), empty: args.includes('--empty'), late: args.includes('--late') };
/** What a late board says beside its rows: the state shown was taken three minutes before the start. */
const lateness = () => (mood.late ? { late: true, as_of: new Date(started - 180_000).toISOString() } : {});
const started = Date.now();
const people = new Map();
const attempts = new Map();
const receipts = new Map();
const sockets = new Set();

const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const dist = new URL('../dist/', import.meta.url).pathname;
const id = () => randomBytes(8).toString('hex');
const now = () => new Date().toISOString();

class Refusal extends Error {
  constructor(status, code, detail, more = {}) {
    super(code);
    Object.assign(this, { status, body: { type: 'about:blank', title: code, status, code, detail, request_id: id(), ...more } });
  }
}

function all() {
  const list = contests(started, mood.limit);
  for (const contest of Object.values(list)) {
    contest.server_time = now();
    for (const round of contest.rounds) if (round.state === 'scheduled' && Date.parse(round.opens_at) <= Date.now()) round.state = 'open';
  }
  return list;
}

function contestOf(slug) {
  const contest = all()[slug];
  if (!contest) throw new Refusal(404, 'contest.unknown', 'Không có cuộc thi này.');
  return contest;
}

function person(request) {
  const token = /thiluat=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
  const found = people.get(token);
  if (!found) throw new Refusal(401, 'auth.required', 'Bạn cần vào bằng mã dự thi.');
  return found;
}

function view(attempt) {
  const remaining = Math.max(0, attempt.deadline - Date.now());
  const { id: key, ordinal, epoch, state, contest, round } = attempt;
  return {
    attempt: { id: key, ordinal, epoch, state, started_at: new Date(attempt.started).toISOString(), deadline: new Date(attempt.deadline).toISOString(), remaining_ms: remaining, paper_hash: 'ab'.repeat(32), contest, round },
    paper: { questions: questions.map((question) => ({ ...question, right: undefined })) },
    answers: [...attempt.answers.values()],
    server_time: now(),
  };
}

function save(attempt, slot, { epoch, seq, answer }) {
  if (attempt.state !== 'active' || Date.now() > attempt.deadline + 5000) throw new Refusal(409, 'attempt.closed', 'Lượt thi đã kết thúc.');
  if (epoch !== attempt.epoch) throw new Refusal(409, 'attempt.superseded', 'Bài đang được làm trên máy khác.');
  const key = slot === 'prediction' ? slot : Number(slot);
  const held = attempt.answers.get(key);
  if (held && (held.epoch > epoch || (held.epoch === epoch && held.seq > seq))) throw new Refusal(409, 'answer.stale', 'Đã có câu trả lời mới hơn.', { epoch: held.epoch, seq: held.seq });
  attempt.answers.set(key, { slot: key, epoch, seq, answer });
  return { slot: key, epoch, seq, saved_at: now(), mac: '00' };
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const right = (attempt, question) => same(attempt.answers.get(question.slot)?.answer ?? null, question.right);

function submit(attempt, body, forced) {
  if (!attempt.handed) {
    attempt.state = forced ? 'expired' : 'submitted';
    const at = new Date(Math.min(Date.now(), attempt.deadline)).toISOString();
    const correct = questions.filter((question) => right(attempt, question)).length;
    const payload = { format: 'thiluat-receipt/1', round: attempt.round, commitment: 'baf4897d583c0645', number: attempt.person.participant.number, ordinal: attempt.ordinal, paper_hash: 'ab'.repeat(32), answers_root: 'cd'.repeat(32), prediction: body.prediction ?? null, submitted_at: at, forced };
    const canonical = `{${Object.entries(payload).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}`;
    const bits = [...createHash('sha256').update(canonical).digest().subarray(0, 10)].map((b) => b.toString(2).padStart(8, '0')).join('');
    const code = bits.match(/.{5}/g).map((b) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[parseInt(b, 2)]).join('');
    const receipt = { code, payload, signature: 'ef'.repeat(64), key_id: 'k1' };
    attempt.submitted_at = at;
    attempt.result = { score: correct, max_score: questions.length, correct, questions: questions.length };
    attempt.handed = { submission: { submitted_at: at, duration_ms: Date.parse(at) - attempt.started, forced }, result: attempt.result, receipt };
    const contest = contestOf(attempt.contest);
    receipts.set(code, { ...receipt, contest: { slug: contest.slug, title: contest.title }, round: { code: attempt.round, title: contest.rounds.find((r) => r.id === attempt.round).title } });
  }
  return attempt.handed;
}

function board(round, url, request) {
  const tick = Math.floor(Date.now() / 4000);
  const group = url.searchParams.get('group');
  const entries = standings(tick).filter((_, i) => !group || i % 2 === (group === 'can-bo' ? 0 : 1)).map((entry, i) => ({ ...entry, place: i + 1 }));
  const base = { version: tick, as_of: now(), state: 'live', totals: { people: 412, attempts: 655 }, ...lateness() };
  if (url.searchParams.get('around') !== 'me') return { ...base, entries, me: null };
  const own = [...attempts.values()].find((a) => a.person === person(request) && a.result && a.round === round);
  if (!own) return { ...base, entries: [], me: null };
  const me = entries[26];
  return { ...base, entries: entries.slice(21, 32), me };
}

const tools = { Refusal, id, now, started };
const unitTree = tree();
const staff = members(started, unitTree.all).map((member) => ({ ...member, notices: notices(started) }));
const at = desk(tools, staff, unitTree);

/** One part of the server asks another as its own screens would: the first route that fits answers. */
function ask(request, method, path, body = {}) {
  const url = new URL(path, 'http://localhost');
  for (const [verb, pattern, handle] of routes) {
    const match = verb === method ? pattern.exec(url.pathname) : null;
    if (match === null) continue;
    const reply = handle(match.slice(1).map(decodeURIComponent), { url, request, body });
    return Array.isArray(reply) ? reply[1] : reply;
  }
  throw new Refusal(404, 'not_found', 'Không có đường dẫn này.');
}

/** Tells everybody who listens to a contest what is said in it. */
function pushed(slug, data) {
  for (const line of sockets) if (line.topic === `contest:${slug}:announcements`) tell(line, 'update', data);
}

/** Contests that were published from the console. */
const published = [];
const parts = { Refusal, id, now, started, ask, contests: all, published, pushed };
const [contestParts, runningParts] = [contestRoutes(parts), runningRoutes(parts)];

const routes = [
  // The console's lists have words of their own where participants have a slug.
  ...contestParts.slice(0, 1),
  ...waitingRoutes(tools, at),
  ['GET', /^\/contests$/, (_, { url }) => {
    const wanted = url.searchParams.get('state');
    const items = Object.values(all()).map((c) => {
      const [first] = c.rounds;
      const state = first.state === 'open' ? 'open' : first.state === 'scheduled' ? 'upcoming' : 'closed';
      return { slug: c.slug, title: c.title, organiser: c.organiser, opens_at: first.opens_at, closes_at: c.rounds.at(-1).closes_at, state, people: state === 'closed' ? 412 : null };
    });
    return { items: mood.empty ? [] : items.filter(({ state }) => !wanted || state === wanted), next_cursor: null };
  }],
  ['GET', /^\/contests\/([^/]+)$/, ([slug]) => contestOf(slug)],
  ['GET', /^\/contests\/([^/]+)\/rules$/, () => ({ vi: [], en: [] })],
  ['GET', /^\/contests\/([^/]+)\/units$/, (_, { url }) => {
    const q = fold(url.searchParams.get('q') ?? '');
    return { items: units.filter(({ name }) => fold(name).includes(q)).slice(0, 20), next_cursor: null };
  }],
  ['POST', /^\/contests\/([^/]+)\/participants$/, ([slug], { body, cookie }) => {
    const { phone } = body.fields;
    if ([...people.values()].some((p) => p.slug === slug && p.phone === phone)) throw new Refusal(409, 'participant.exists', 'Đã đăng ký.');
    if (String(body.fields.full_name).length < 3) throw new Refusal(422, 'validation', 'Chưa hợp lệ.', { errors: [{ pointer: '/fields/full_name', code: 'too_short', detail: 'Họ và tên cần có ít nhất 3 chữ cái.' }] });
    const token = id();
    const code = randomBytes(9).toString('base64').replace(/\W/g, 'X').toUpperCase().slice(0, 12);
    people.set(token, { slug, phone, code, participant: { id: id(), number: people.size + 1, alias: 'Sao Biển 214' } });
    cookie(token);
    return [201, { participant: people.get(token).participant, sign_in_code: code, token }];
  }],
  ['POST', /^\/contests\/([^/]+)\/sessions$/, ([slug], { body, cookie }) => {
    const found = [...people].find(([, p]) => p.slug === slug && p.phone === body.identity.phone && p.code === body.sign_in_code);
    if (!found) throw new Refusal(401, 'auth.refused', 'Mã hoặc thông tin chưa khớp.');
    const token = id();
    people.set(token, found[1]);
    cookie(token);
    return { participant: found[1].participant, token };
  }],
  ['DELETE', /^\/contests\/([^/]+)\/sessions$/, (_, { request }) => {
    people.delete(/thiluat=(\w+)/.exec(request.headers.cookie ?? '')?.[1]);
    return [204, null];
  }],
  ['GET', /^\/contests\/([^/]+)\/participants\/me$/, ([slug], { request }) => {
    const who = person(request);
    if (who.slug !== slug) throw new Refusal(401, 'auth.required', '');
    const own = [...attempts.values()].filter((a) => a.person === who);
    return { participant: who.participant, complete: true, missing: [], attempts: own.map((a) => ({ id: a.id, round: a.round, ordinal: a.ordinal, state: a.state, submitted_at: a.submitted_at ?? null, result: a.result ?? null })) };
  }],
  ['POST', /^\/rounds\/([^/]+)\/attempts$/, ([round], { body, request }) => {
    const who = person(request);
    const own = [...attempts.values()].filter((a) => a.person === who && a.round === round);
    const running = own.find((a) => a.state === 'active' && a.deadline > Date.now());
    if (running) {
      if (running.device !== body.device) Object.assign(running, { device: body.device, epoch: running.epoch + 1 });
      return view(running);
    }
    const found = contestOf(who.slug).rounds.find((r) => r.id === round);
    if (found?.state !== 'open') throw new Refusal(403, 'round.not_open', 'Vòng thi chưa mở.');
    if (own.length >= 3) throw new Refusal(409, 'attempt.limit', 'Hết lượt.');
    const attempt = { id: id(), person: who, contest: who.slug, round, ordinal: own.length + 1, epoch: 1, device: body.device, state: 'active', started: Date.now(), deadline: Date.now() + mood.limit * 1000, answers: new Map() };
    attempts.set(attempt.id, attempt);
    return [201, view(attempt)];
  }],
  ['GET', /^\/attempts\/([^/]+)$/, ([key], { mine }) => view(mine(key))],
  ['PUT', /^\/attempts\/([^/]+)\/answers\/([^/]+)$/, ([key, slot], { mine, body }) => {
    const attempt = mine(key);
    return { ack: save(attempt, slot, body), remaining_ms: Math.max(0, attempt.deadline - Date.now()), server_time: now() };
  }],
  ['PUT', /^\/attempts\/([^/]+)\/answers$/, ([key], { mine, body }) => {
    const attempt = mine(key);
    const results = body.answers.map(({ slot, seq, answer }) => {
      try {
        return { slot, ack: save(attempt, slot, { epoch: body.epoch, seq, answer }) };
      } catch (refusal) {
        return { slot, error: refusal.body };
      }
    });
    return { results, remaining_ms: Math.max(0, attempt.deadline - Date.now()), server_time: now() };
  }],
  ['POST', /^\/attempts\/([^/]+)\/submission$/, ([key], { mine, body }) => {
    const attempt = mine(key);
    const late = Date.now() >= attempt.deadline;
    if (!attempt.handed && !late && body.epoch !== attempt.epoch) throw new Refusal(409, 'attempt.superseded', '');
    if (!attempt.handed && !late && body.prediction == null) throw new Refusal(422, 'prediction.required', 'Bạn hãy trả lời câu dự đoán.');
    return submit(attempt, body, late);
  }],
  ['GET', /^\/attempts\/([^/]+)\/review$/, ([key], { mine }) => {
    const attempt = mine(key);
    return {
      attempt: { id: key, ordinal: attempt.ordinal, contest: attempt.contest, round: attempt.round }, result: attempt.result,
      questions: questions.map((q) => ({ slot: q.slot, kind: q.kind, html: q.html, options: q.options, own: attempt.answers.get(q.slot)?.answer ?? null, key: q.right, correct: right(attempt, q), explanation: 'Điều này giúp người tham gia giao thông chủ động và bảo đảm an toàn cho mình và cho người khác.', laws: [{ document: '36/2024/QH15', title: 'Luật Trật tự, an toàn giao thông đường bộ', article: '59', clause: '1', point: 'a' }] })),
    };
  }],
  ['GET', /^\/receipts\/([^/]+)$/, ([code]) => receipts.get(code) ?? (() => { throw new Refusal(404, 'receipt.unknown', ''); })()],
  ['GET', /^\/rounds\/([^/]+)\/scoreboard$/, ([round], { url, request }) => board(round, url, request)],
  ['GET', /^\/contests\/([^/]+)\/scoreboards\/units$/, () => ({
    as_of: now(), state: 'live', totals: null,
    items: units.filter((u) => u.type === 'xa').map((unit, i) => ({ place: i + 1, unit, people: 240 - i * 17, attempts: 390 - i * 20, headcount: 9000 + i * 300, ratio: (240 - i * 17) / (9000 + i * 300), winners: 0 })),
  })],
  ...unitRoutes(tools, at, unitTree),
  ...doorRoutes(tools, staff, at),
  ...staffRoutes(tools, staff, at, unitTree),
  ...bankRoutes(tools, at),
  ...contestParts,
  ...runningParts,
  ...sharingRoutes(parts),
];

async function api(request, response, url, text) {
  await new Promise((go) => setTimeout(go, mood.slow));
  if (Math.random() < mood.fail) throw new Refusal(503, 'unavailable', 'Máy chủ đang bận.');
  const path = url.pathname.slice('/api/v1'.length);
  for (const [method, pattern, handle] of routes) {
    const match = pattern.exec(path);
    if (!match || method !== request.method) continue;
    const mine = (key) => {
      const attempt = attempts.get(key);
      if (attempt?.person !== person(request)) throw new Refusal(404, 'attempt.unknown', 'Không có lượt thi này.');
      if (attempt.state === 'active' && Date.now() > attempt.deadline + 5000) submit(attempt, {}, true);
      return attempt;
    };
    const cookie = (token, name = 'thiluat') => response.setHeader('Set-Cookie', `${name}=${token}; Path=/; HttpOnly; SameSite=Lax`);
    const form = (request.headers['content-type'] ?? '').startsWith('multipart/');
    const reply = handle(match.slice(1).map(decodeURIComponent), { url, request, mine, cookie, body: text === '' ? {} : form ? text : JSON.parse(text) });
    return Array.isArray(reply) ? reply : [200, reply];
  }
  throw new Refusal(404, 'not_found', 'Không có đường dẫn này.');
}

async function file(url, response, accepts) {
  const name = normalize(url.pathname).replace(/^\/+/, '');
  const page = /^quan-tri(?:\/|$)/.test(name) ? 'console.html' : 'index.html';
  const found = extname(name) === '' ? page : name;
  try {
    const packed = accepts.includes('br') && found !== '' ? await readFile(join(dist, `${found}.br`)).catch(() => null) : null;
    const bytes = packed ?? (await readFile(join(dist, found)));
    const cache = found.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.writeHead(200, { 'Content-Type': TYPES[extname(found)] ?? 'application/octet-stream', 'Content-Security-Policy': CSP, 'Cache-Control': cache, ...(packed && { 'Content-Encoding': 'br' }) });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  let text = '';
  for await (const chunk of request) text += chunk;
  if (url.pathname === '/mock') {
    const { takeover, signout, staffout, stale, ...rest } = JSON.parse(text);
    Object.assign(mood, rest);
    if (takeover) for (const attempt of attempts.values()) Object.assign(attempt, { epoch: attempt.epoch + 1, device: 'another' });
    if (signout) people.clear();
    if (staffout) at.sessions.clear();
    if (stale) for (const session of at.sessions.values()) session.fresh = 0;
    return response.end();
  }
  if (!url.pathname.startsWith('/api/')) return file(url, response, request.headers['accept-encoding'] ?? '');
  try {
    const [status, body] = await api(request, response, url, text);
    if (body?.file !== undefined) return response.writeHead(status, { 'Content-Type': body.type, ...(body.name && { 'Content-Disposition': `attachment; filename="${body.name}"` }) }).end(body.file);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(body === null ? '' : JSON.stringify(body));
  } catch (refusal) {
    const body = refusal.body ?? { status: 500, code: 'internal', title: String(refusal) };
    response.writeHead(body.status, { 'Content-Type': 'application/problem+json', ...(body.status === 503 && { 'Retry-After': '1' }) }).end(JSON.stringify(body));
  }
});

// The least of RFC 6455 that a board needs: answer the handshake, send a snapshot and then updates.
function frame(text) {
  const bytes = Buffer.from(text);
  const head = bytes.length < 126 ? Buffer.from([0x81, bytes.length]) : Buffer.from([0x81, 126, bytes.length >> 8, bytes.length & 255]);
  return Buffer.concat([head, bytes]);
}

server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nSec-WebSocket-Protocol: thiluat.v1\r\n\r\n`);
  const line = { socket, offset: 0, topic: null };
  sockets.add(line);
  socket.on('error', () => undefined);
  socket.on('close', () => sockets.delete(line));
  socket.on('data', (data) => {
    const mask = data.subarray(2, 6);
    const text = Buffer.from(data.subarray(6).map((byte, i) => byte ^ mask[i % 4])).toString();
    const topic = /round:[^"]+:scoreboard|contest:[^"]+:announcements/.exec(text)?.[0];
    if (!topic) return;
    Object.assign(line, { topic });
    const slug = /^contest:([^:]+):/.exec(topic)?.[1];
    if (slug === undefined) push(line, 'snapshot');
    else tell(line, 'snapshot', ask(request, 'GET', `/contests/${slug}/announcements`));
  });
});

function tell(line, type, data) {
  line.offset += 1;
  line.socket.write(frame(JSON.stringify({ type, topic: line.topic, epoch: 1, offset: line.offset, data })));
}

function push(line, type) {
  const tick = Math.floor(Date.now() / 4000);
  tell(line, type, { version: tick, as_of: now(), state: 'live', entries: standings(tick), totals: { people: 412, attempts: 655 }, ...lateness() });
}

setInterval(() => {
  for (const line of sockets) if (line.topic?.startsWith('round:')) push(line, 'update');
}, 4000).unref();

server.listen(option('port', 8080), '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
