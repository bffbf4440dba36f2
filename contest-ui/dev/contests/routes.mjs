// Contests, drafts, templates and packages over made-up data, in memory. Other parts are asked through `ask`.
import { DAY, fold } from '../data.mjs';
import { look } from './look.mjs';
import { templates as shipped } from './templates.mjs';
import { read, write } from './toml.mjs';

const PROVINCE = { code: '42', name: 'Hà Tĩnh' };

export function contestRoutes({ Refusal, id, now, started, ask, contests, published }) {
  const drafts = [];
  const templates = shipped();
  const who = (request) => ask(request, 'GET', '/staff/session');
  const may = (request) => {
    const card = who(request);
    if (!['administrator', 'organiser'].includes(card.role)) throw new Refusal(403, 'auth.forbidden', 'Tài khoản của bạn không có quyền làm việc này; hãy hỏi người quản trị.');
    return card;
  };
  /** Exports want a proof of identity of the last minutes, where the session tells how old it is. */
  const fresh = (request) => {
    const card = may(request);
    if (card.fresh_until && Date.parse(card.fresh_until) < Date.now()) throw new Refusal(403, 'auth.step_up', 'Bạn hãy xác nhận lại danh tính.');
    return card;
  };
  const found = (thing) => {
    if (!thing) throw new Refusal(404, 'not_found', 'Không tìm thấy.');
    return thing;
  };
  const approved = (request, bank) => {
    try {
      return ask(request, 'GET', `/banks/${bank}/questions?status=approved&limit=2000`).items;
    } catch (refusal) {
      if (refusal.status === 404) return null;
      throw refusal;
    }
  };
  const view = (request, draft) => {
    const banks = new Map();
    const supply = (cell) => {
      if (!banks.has(cell.bank)) banks.set(cell.bank, approved(request, cell.bank));
      const rows = banks.get(cell.bank);
      return rows === null ? null : rows.filter(({ topic, level }) => (!cell.topic || topic === cell.topic) && (!cell.level || level === cell.level)).length;
    };
    const tried = draft.rehearsed === JSON.stringify(draft.document.rounds ?? []);
    return { ...draft, rehearsed: undefined, by: undefined, trial: undefined, ...look(draft.document, { slugs: everything().map(({ slug }) => slug), own: draft.slug, supply, tried }) };
  };
  const one = (key) => found(drafts.find((draft) => draft.id === key));
  const at = (draft, revision) => {
    if (draft.revision !== revision) throw new Refusal(409, 'draft.stale', 'Người khác vừa lưu một bản mới hơn.', { revision: draft.revision });
    return draft;
  };
  const keep = (request, draft, document) => Object.assign(draft, { document, revision: draft.revision + 1, updated_at: now(), by: who(request) });

  const rowOf = ({ slug, title, organiser, rounds }, i) => ({
    slug, title, organiser, published: true, people: i === 0 ? 10_000 : 412 + i * 37, attempts: i === 0 ? 16_402 : 655 + i * 51, updated_at: new Date(started - i * DAY).toISOString(),
    rounds: rounds.map(({ id: key, code, title: name, state, opens_at, closes_at }) => ({ id: key, code, title: name, state, opens_at, closes_at })),
  });
  const older = Array.from({ length: 46 }, (_, i) => {
    const opens = started - (60 + i * 21) * DAY;
    return rowOf({
      slug: `phap-luat-${2026 - Math.floor(i / 12)}-${(i % 12) + 1}`, title: ['Tìm hiểu Luật Đất đai', 'Tìm hiểu Luật Căn cước', 'Hội thi “Văn Miếu - Quốc Tử Giám với pháp luật”, dành cho học sinh trung học phổ thông trong toàn tỉnh', 'Pháp luật về phòng cháy, chữa cháy'][i % 4] + `, đợt ${i + 1}`, organiser: i % 3 ? { code: `42.${i % 12}`, name: 'Xã Kỳ Anh' } : PROVINCE,
      rounds: [{ id: `old-${i}`, code: 'vong-1', title: 'Vòng 1', state: 'published', opens_at: new Date(opens).toISOString(), closes_at: new Date(opens + 7 * DAY).toISOString() }],
    }, i + 4);
  });
  const changes = new Map();
  /** What was done to a round by hand stands above what the clock says. */
  const everything = () => [...published.map((contest) => contest.row), ...Object.values(contests()).map(rowOf), ...older].map((row) => ({ ...row, rounds: row.rounds.map((round) => ({ ...round, state: changes.get(round.id) ?? round.state })) }));
  const documentOf = (slug) => {
    const mine = published.find((contest) => contest.row.slug === slug);
    if (mine) return mine.document;
    const { title, organiser, rounds } = found(everything().find((row) => row.slug === slug));
    return { contest: { slug, title, organiser: organiser.code }, registration: { min_age: 14 }, rounds: rounds.map(({ code, title: name, opens_at, closes_at }) => ({ code, title: name, opens_at, closes_at, time_limit_s: 900, blueprint: [{ bank: 'atgt-2026', count: 10 }], attempts: { max: 3 } })), prizes: [{ round: rounds[0].code, tier: 'Giải Nhất', count: 1, value_vnd: 3_000_000 }] };
  };
  const turn = (state) => ([key], { request }) => {
    may(request);
    changes.set(key, state);
    return { id: key, state };
  };
  const zip = (name, text) => [200, { file: text, type: 'application/zip', name }];
  const part = (body, name) => new RegExp(`name="${name}"\\r\\n\\r\\n([^\\r]*)`).exec(body)?.[1];

  return [
    ['GET', /^\/contests\/managed$/, (_, { request, url }) => {
      who(request);
      const wanted = (key) => url.searchParams.get(key) ?? '';
      const words = fold(wanted('q')).split(/\s+/).filter(Boolean);
      const rows = everything().filter((row) => words.every((word) => fold(`${row.title} ${row.slug} ${row.organiser.name}`).includes(word)) && (wanted('state') === '' || row.rounds.some(({ state }) => state === wanted('state'))));
      const from = Number(wanted('cursor') || 0);
      const limit = Number(wanted('limit') || 20);
      return { items: rows.slice(from, from + limit), next_cursor: from + limit < rows.length ? String(from + limit) : null, total: rows.length };
    }],
    ['GET', /^\/contest-drafts$/, (_, { request }) => {
      may(request);
      const items = drafts.map((draft) => ({ id: draft.id, title: draft.document.contest?.title ?? '', slug: draft.slug, revision: draft.revision, updated_at: draft.updated_at, by: { id: draft.by.id, name: draft.by.name }, complete: !view(request, draft).findings.some(({ severity }) => severity === 'error') }));
      return { items, next_cursor: null };
    }],
    ['POST', /^\/contest-drafts$/, (_, { request, body: { title, from } }) => {
      const card = may(request);
      const template = from?.template && structuredClone(found(templates.find((entry) => entry.id === from.template)).document);
      const document = template ?? (from?.contest ? structuredClone(documentOf(from.contest)) : { contest: { organiser: '42' }, rounds: [] });
      document.contest = { ...document.contest, title, ...(from?.contest ? {} : { slug: fold(title).replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60) }) };
      drafts.unshift({ id: id(), revision: 1, slug: from?.contest ?? null, document, updated_at: now(), by: card, rehearsed: '' });
      return [201, view(request, drafts[0])];
    }],
    ['GET', /^\/contest-drafts\/([^/]+)$/, ([key], { request }) => (may(request), view(request, one(key)))],
    ['PUT', /^\/contest-drafts\/([^/]+)$/, ([key], { request, body }) => (may(request), view(request, keep(request, at(one(key), body.revision), body.document)))],
    ['DELETE', /^\/contest-drafts\/([^/]+)$/, ([key], { request }) => (may(request), drafts.splice(drafts.indexOf(one(key)), 1), [204, null])],
    ['GET', /^\/contest-drafts\/([^/]+)\/file$/, ([key], { request }) => (may(request), [200, { file: write(one(key).document), type: 'application/toml; charset=utf-8', name: `${one(key).document.contest?.slug || 'cuoc-thi'}.toml` }])],
    ['PUT', /^\/contest-drafts\/([^/]+)\/file$/, ([key], { request, body }) => {
      may(request);
      try {
        return view(request, keep(request, at(one(key), body.revision), read(body.text)));
      } catch (error) {
        if (error instanceof Refusal) throw error;
        throw new Refusal(422, 'contest.syntax', `Dòng ${error.line ?? 1}: không đọc được${error.key ? ` “${error.key}”` : ''}.`, { errors: [] });
      }
    }],
    ['POST', /^\/contest-drafts\/([^/]+)\/publication$/, ([key], { request, body }) => {
      may(request);
      const draft = at(one(key), body.revision);
      const { findings } = view(request, draft);
      const errors = findings.filter(({ severity }) => severity === 'error');
      if (errors.length > 0) throw new Refusal(422, 'validation', 'Bản soạn còn chỗ cần sửa.', { errors });
      const { contest, rounds } = draft.document;
      if (body.confirm !== contest.slug) throw new Refusal(422, 'draft.confirm', 'Địa chỉ gõ vào chưa khớp.');
      const made = rounds.map(({ code, title, opens_at, closes_at }) => ({ id: id(), code, title, opens_at, closes_at, state: Date.parse(opens_at) <= Date.now() ? 'open' : 'scheduled' }));
      published.splice(0, 0, { document: draft.document, row: { slug: contest.slug, title: contest.title, organiser: PROVINCE, published: true, rounds: made, people: 0, attempts: 0, updated_at: now() } });
      drafts.splice(drafts.indexOf(draft), 1);
      return { slug: contest.slug, rounds: made.map(({ code, state }) => ({ code, state })), warnings: findings };
    }],
    ['POST', /^\/contest-drafts\/([^/]+)\/dry-run$/, ([key], { request, body }) => {
      may(request);
      const draft = one(key);
      const round = found(draft.document.rounds.find(({ code }) => code === body.round));
      const rows = (round.blueprint ?? []).flatMap((cell) => (approved(request, cell.bank) ?? []).filter(({ topic }) => !cell.topic || topic === cell.topic).slice(0, cell.count));
      if (rows.length === 0) throw new Refusal(422, 'contest.blueprint', 'Vòng này chưa có câu hỏi để rút.');
      const questions = rows.map((row, i) => ({ row, q: ask(request, 'GET', `/questions/${row.id}`), slot: i + 1 })).map(({ q: { draft: d }, slot }) => ({ slot, kind: d.kind, html: d.stem, media: [], points: 1, options: d.options.map((option) => ({ id: option.id, html: option.text })), right: d.kind === 'number' ? { number: d.number?.value ?? 0 } : d.kind === 'text' ? { text: d.accepted[0] ?? '' } : { options: d.options.filter(({ correct }) => correct).map((option) => option.id) }, explanation: d.explanation, laws: d.laws }));
      draft.trial = questions;
      draft.rehearsed = JSON.stringify(draft.document.rounds ?? []);
      return { paper: { questions: questions.map((question) => ({ ...question, right: undefined, explanation: undefined, laws: undefined })) }, seconds: round.time_limit_s, seed: id() };
    }],
    ['POST', /^\/contest-drafts\/([^/]+)\/dry-run\/marks$/, ([key], { request, body }) => {
      may(request);
      const questions = one(key).trial ?? [];
      const review = questions.map(({ slot, kind, html, options, right, explanation, laws }) => {
        const own = body.answers.find((answer) => answer.slot === slot)?.answer ?? null;
        return { slot, kind, html, options, own, key: right, correct: JSON.stringify(own) === JSON.stringify(right), explanation, laws };
      });
      const right = review.filter(({ correct }) => correct).length;
      return { score: right, max_score: review.length, correct: right, questions: review.length, review };
    }],

    ['POST', /^\/rounds\/([^/]+)\/open$/, turn('open')],
    ['POST', /^\/rounds\/([^/]+)\/close$/, turn('closed')],
    ['POST', /^\/rounds\/([^/]+)\/reopen$/, turn('open')],

    ['GET', /^\/contests\/([^/]+)\/file$/, ([slug], { request }) => (may(request), [200, { file: write(documentOf(slug)), type: 'application/toml; charset=utf-8', name: `${slug}.toml` }])],
    ['GET', /^\/contests\/([^/]+)\/package$/, ([slug], { request }) => (fresh(request), zip(`${slug}.zip`, JSON.stringify(documentOf(slug))))],
    ['POST', /^\/contests\/([^/]+)\/package$/, ([slug], { request }) => (fresh(request), zip(`${slug}-niem-phong.zip`, JSON.stringify(documentOf(slug))))],
    ['POST', /^\/packages$/, (_, { request, body }) => {
      const card = may(request);
      const name = /name="file"; filename="([^"]*)"/.exec(body)?.[1] ?? '';
      if (/niem-phong/.test(name) && part(body, 'passphrase') !== 'con cò bay lả') throw new Refusal(422, 'package.passphrase', 'Câu mật khẩu chưa đúng, hoặc gói cần câu mật khẩu.');
      if (!/\.(?:zip|json)$/.test(name)) throw new Refusal(422, 'package.format', 'Tệp này không phải là gói cuộc thi.');
      const dry = part(body, 'dry_run') === 'true';
      const slug = part(body, 'slug') || 'giao-thong-ky-anh';
      const told = { title: 'Tìm hiểu pháp luật về an toàn giao thông', slug, banks: [{ code: 'gplx', stored_as: 'gplx', questions: 600 }, { code: 'atgt-2026', stored_as: 'atgt-2026-42', questions: 128 }], draft: null, warnings: [{ code: 'package.windows_past', detail: 'Giờ mở của các vòng đã qua nên được để trống; bạn hãy xếp lịch mới.' }] };
      if (dry) return told;
      const document = structuredClone(templates[0].document);
      document.contest = { ...document.contest, title: told.title, slug };
      drafts.unshift({ id: id(), revision: 1, slug: null, document, updated_at: now(), by: card, rehearsed: '' });
      return { ...told, draft: drafts[0].id };
    }],

    ['GET', /^\/templates$/, (_, { request }) => (who(request), { items: templates.map((one) => ({ ...one, document: undefined, rounds: one.document.rounds.length })), next_cursor: null })],
    ['POST', /^\/templates$/, (_, { request, body }) => {
      may(request);
      const document = structuredClone(documentOf(body.contest));
      document.rounds = document.rounds.map((round) => ({ ...round, opens_at: undefined, closes_at: undefined }));
      templates.push({ id: id(), kind: 'own', title: body.title, summary: body.summary, shipped: false, shared_by: body.shared ? PROVINCE : null, questions: body.with_banks ? 128 : 0, document });
      return [201, { id: templates.at(-1).id }];
    }],
    ['DELETE', /^\/templates\/([^/]+)$/, ([key], { request }) => (may(request), templates.splice(templates.indexOf(found(templates.find((one) => one.id === key))), 1), [204, null])],
  ];
}
