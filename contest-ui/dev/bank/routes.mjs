// The question bank's interface over made-up data, in memory.
import { fold } from '../data.mjs';
import { bankQuestions, banks as made, importItems, laws, PICTURE, PICTURE_SVG } from './data.mjs';
import { difference, facets, filtered, page, plain, row, tasks } from './lists.mjs';

export function bankRoutes({ Refusal, id, now, started }, { who, may }) {
  const banks = made(started);
  const questions = bankQuestions(started);
  const imports = [];

  const person = ({ id: key, name }) => ({ id: key, name });
  const found = (thing) => {
    if (!thing) throw new Refusal(404, 'not_found', 'Không tìm thấy.');
    return thing;
  };
  const bankOf = (code) => found(banks.find((bank) => bank.code === code));
  const of = (code) => questions.filter(({ bank }) => bank === bankOf(code).code);
  const one = (key) => found(questions.find((q) => q.id === key));
  const approvals = (q) => new Set(q.reviews.filter(({ verdict, version }) => verdict === 'approve' && version === q.version).map(({ reviewer }) => reviewer.id)).size;
  const view = (q) => ({ ...q, history: undefined, number: undefined, approvals: approvals(q) });

  const checked = (draft, prefix = '') => {
    const errors = [];
    if (plain(draft.stem) === '') errors.push({ pointer: `${prefix}/stem`, code: 'import.stem_missing', detail: 'Câu hỏi chưa có nội dung.' });
    for (const [i, { text }] of draft.options.entries()) if (/\bTODO\b/.test(text)) errors.push({ pointer: `${prefix}/options/${i}/text`, code: 'import.option_unclear', detail: 'Phương án này còn chữ TODO.' });
    if (draft.kind === 'single' && draft.options.filter(({ correct }) => correct).length !== 1) errors.push({ pointer: `${prefix}/options`, code: 'import.key_invalid', detail: 'Cần đúng một phương án đúng.' });
    if (errors.length > 0) throw new Refusal(422, 'validation', 'Câu hỏi chưa hợp lệ.', { errors });
    return { ...draft, options: draft.options.map((option) => ({ id: id(), ...option })) };
  };
  const add = (bank, draft, author, note) => {
    const number = of(bank).length + 1;
    const q = { id: id(), bank, number, code: draft.code ?? null, version: 1, status: 'draft', draft, history: [draft], created_at: now(), updated_at: now(), author, reviews: [], comments: [], versions: [{ version: 1, author, note, at: now() }], findings: [], law_state: [], use: null };
    questions.push(q);
    return q;
  };
  const advance = (q, draft, author, note) => {
    q.version += 1;
    q.history.push(draft);
    Object.assign(q, { draft, status: 'draft', updated_at: now(), versions: [...q.versions, { version: q.version, author, note, at: now() }] });
  };
  const counted = (items) => ({
    questions: items.length,
    taken: items.filter(({ state }) => state === 'taken' || state === 'fixed').length,
    refused: items.filter(({ state }) => state === 'refused').length,
    skipped: items.filter(({ state }) => state === 'skipped').length,
    doubtful: items.filter(doubtful).length,
  });
  const doubtful = ({ state, warnings }) => state === 'refused' || (state === 'taken' && warnings.some(({ code }) => code !== 'import.no_citation'));
  const importOf = (key) => found(imports.find((entry) => entry.id === key));
  const importView = ({ items, ...entry }) => ({ ...entry, counts: counted(items) });
  const lawView = (law) => ({ ...law, questions: questions.filter(({ draft }) => draft.laws.some(({ document }) => document === law.number)).length });

  return [
    ['GET', /^\/banks$/, (_, { request }) => {
      who(request);
      const items = banks.map((bank) => {
        const own = of(bank.code);
        const counts = Object.fromEntries(['draft', 'checked', 'approved', 'retired'].map((status) => [status, own.filter((q) => q.status === status).length]));
        return { ...bank, counts, tasks: tasks(own).length };
      });
      return { items, next_cursor: null };
    }],
    ['POST', /^\/banks$/, (_, { request, body }) => {
      may(request, ['organiser', 'author']);
      if (banks.some(({ code }) => code === body.code)) throw new Refusal(409, 'bank.exists', 'Mã này đã có ngân hàng khác dùng.');
      banks.push({ ...body, approvals: 1, updated_at: now() });
      return [201, body];
    }],
    ['PATCH', /^\/banks\/([^/]+)$/, ([code], { request, body }) => (may(request, ['organiser', 'author']), Object.assign(bankOf(code), body))],
    ['GET', /^\/banks\/([^/]+)\/questions$/, ([code], { request, url }) => (who(request), page(filtered(of(code), url).map((q) => row({ ...q, approvals: approvals(q) })), url))],
    ['GET', /^\/banks\/([^/]+)\/facets$/, ([code], { request }) => (who(request), facets(of(code), laws))],
    ['POST', /^\/banks\/([^/]+)\/questions$/, ([code], { request, body }) => {
      const author = person(may(request, ['organiser', 'author']));
      const same = of(code).find(({ draft }) => plain(draft.stem) === plain(body.stem));
      if (same) throw new Refusal(409, 'import.duplicate', `Ngân hàng đã có câu này (câu ${same.number}).`, { question: same.id, errors: [{ pointer: '/stem', code: 'import.duplicate', detail: same.id }] });
      return [201, view(add(code, checked(body), author, null))];
    }],
    ['POST', /^\/banks\/([^/]+)\/bulk$/, ([code], { request, body: { questions: ids, set } }) => {
      const author = person(may(request, ['organiser', 'author']));
      let changed = 0;
      for (const q of of(code).filter((entry) => ids.includes(entry.id))) {
        const kept = q.draft.laws.filter(({ document }) => !set.remove_laws?.includes(document));
        const draft = { ...q.draft, ...(set.topic !== undefined && { topic: set.topic }), ...(set.level !== undefined && { level: set.level }), laws: [...kept, ...(set.add_laws ?? [])] };
        if (JSON.stringify(draft) === JSON.stringify(q.draft)) continue;
        const before = q.status;
        advance(q, draft, author, 'Sửa hàng loạt');
        if (!set.add_laws && !set.remove_laws) q.status = before;
        changed += 1;
      }
      return { changed, unchanged: ids.length - changed };
    }],
    ['GET', /^\/banks\/([^/]+)\/supply$/, ([code], { request, url }) => {
      who(request);
      const asOf = url.searchParams.get('as_of');
      const rows = new Map();
      for (const { draft, status } of of(code)) {
        if (status !== 'approved') continue;
        const key = JSON.stringify([draft.topic ?? null, draft.level]);
        const entry = rows.get(key) ?? { topic: draft.topic ?? null, level: draft.level, approved: 0, in_force: 0 };
        entry.approved += 1;
        if (draft.laws.every(({ valid_to }) => valid_to === null || valid_to >= asOf)) entry.in_force += 1;
        rows.set(key, entry);
      }
      return { as_of: asOf, total: [...rows.values()].reduce((n, { in_force }) => n + in_force, 0), cells: [...rows.values()], by_law: [] };
    }],
    ['POST', /^\/banks\/([^/]+)\/feasibility$/, ([code], { request, body: { blueprint } }) => {
      who(request);
      const cells = blueprint.map((cell, index) => {
        const fits = ({ draft, status }) =>
          status === 'approved' && (cell.topic === null || draft.topic === cell.topic) && (cell.level === null || draft.level === cell.level);
        const available = of(code).filter(fits).length;
        return { index, wanted: cell.count, available, taken_before: 0, short: Math.max(0, cell.count - available) };
      });
      return { feasible: cells.every(({ short }) => short === 0), cells };
    }],
    ['GET', /^\/banks\/([^/]+)\/quality$/, ([code], { request }) => {
      who(request);
      const own = of(code);
      const letters = [...'ABCD'].map((letter, i) => ({ letter, questions: own.filter(({ draft }) => draft.options[i]?.correct).length }));
      const codes = new Map();
      for (const q of own) for (const { code: word } of q.findings) codes.set(word, [...(codes.get(word) ?? []), q.id]);
      return { key_balance: own.length ? letters : [], duplicates: own.length ? [{ questions: ['q1', 'q11'], why: 'same_words', likeness_pm: 931 }, { questions: ['q2', 'q12', 'q22'], why: 'reordered', likeness_pm: 874 }] : [], findings: [...codes].map(([word, ids]) => ({ code: word, questions: ids })) };
    }],
    ['GET', /^\/banks\/([^/]+)\/export-losses$/, ([code], { request, url }) => {
      who(request);
      const format = url.searchParams.get('format');
      const lost = { aiken: ({ draft }) => draft.kind !== 'single' && 'Aiken chỉ giữ được câu chọn một phương án; câu này sẽ không có trong tệp.', gift: ({ draft }) => draft.topic === null && 'GIFT không giữ được ghim phương án cuối.' }[format] ?? (() => false);
      return { items: of(code).flatMap((q) => (lost(q) ? [{ at: `câu ${q.number} (${q.code})`, code: 'export.kind_lost', detail: lost(q) }] : [])), next_cursor: null };
    }],
    ['GET', /^\/banks\/([^/]+)\/export$/, ([code], { request, url }) => (who(request), [200, { file: `Ngân hàng ${code}, ${of(code).length} câu\n`, type: 'text/plain; charset=utf-8', name: `${code}.${url.searchParams.get('format')}.txt` }])],

    ['GET', /^\/questions\/([^/]+)$/, ([key], { request }) => (who(request), view(one(key)))],
    ['GET', /^\/questions\/([^/]+)\/versions\/(\d+)$/, ([key, n], { request }) => (who(request), { ...found(one(key).versions[n - 1]), draft: one(key).history[n - 1] })],
    ['GET', /^\/questions\/([^/]+)\/difference$/, ([key], { request, url }) => {
      who(request);
      const { history } = one(key);
      const side = (name) => found(history[Number(url.searchParams.get(name)) - 1]);
      return { items: difference(side('from'), side('to')), next_cursor: null };
    }],
    ['POST', /^\/questions\/([^/]+)\/versions$/, ([key], { request, body }) => {
      const author = person(may(request, ['organiser', 'author']));
      const q = one(key);
      if (body.base_version !== q.version) throw new Refusal(409, 'question.stale', `Câu này đã có phiên bản ${q.version} mới hơn.`, { version: q.version });
      const draft = checked(body.draft);
      if (JSON.stringify(draft) === JSON.stringify(q.draft)) return view(q);
      advance(q, draft, author, body.note ?? null);
      return [201, view(q)];
    }],
    ['POST', /^\/questions\/([^/]+)\/reviews$/, ([key], { request, body }) => {
      const reviewer = person(may(request, ['reviewer']));
      const q = one(key);
      if (body.version !== q.version) throw new Refusal(409, 'question.stale', `Câu này đã có phiên bản ${q.version} mới hơn.`, { version: q.version });
      if (q.versions.at(-1).author.id === reviewer.id) throw new Refusal(403, 'review.own', 'Bạn không thể duyệt phiên bản do chính mình viết.');
      if (body.verdict === 'reject' && !body.comment) throw new Refusal(422, 'review.comment_required', 'Bạn hãy viết vì sao trả lại câu này.', { errors: [{ pointer: '/comment', code: 'review.comment_required', detail: 'Bạn hãy viết vì sao trả lại câu này.' }] });
      q.reviews.push({ version: q.version, reviewer, verdict: body.verdict, comment: body.comment ?? null, at: now() });
      q.status = body.verdict === 'reject' ? 'draft' : body.verdict === 'check' ? 'checked' : approvals(q) >= bankOf(q.bank).approvals ? 'approved' : 'checked';
      q.updated_at = now();
      return view(q);
    }],
    ['POST', /^\/questions\/([^/]+)\/comments$/, ([key], { request, body }) => {
      const q = one(key);
      q.comments.push({ id: id(), author: person(who(request)), version: q.version, text: body.text, at: now() });
      return [201, q.comments.at(-1)];
    }],
    ['POST', /^\/questions\/([^/]+)\/(retire|restore)$/, ([key, verb], { request }) => {
      may(request, ['reviewer']);
      one(key).status = verb === 'retire' ? 'retired' : 'draft';
      return view(one(key));
    }],
    ['GET', /^\/reviews$/, (_, { request, url }) => (who(request), page(tasks(questions.filter(({ bank }) => !url.searchParams.get('bank') || bank === url.searchParams.get('bank'))), url))],

    ['GET', /^\/laws$/, (_, { request, url }) => {
      who(request);
      const q = fold(url.searchParams.get('q') ?? '');
      return page(laws.filter(({ number, title }) => fold(`${number} ${title}`).includes(q)).map(lawView), url);
    }],
    ['POST', /^\/laws\/import$/, (_, { request, body: { csv, dry_run } }) => {
      who(request);
      const [head = '', ...lines] = csv.trim().split('\n');
      if (!/number|số/i.test(head)) throw new Refusal(422, 'law.no_headings', 'Dòng đầu cần có tên các cột: number (số), title (tên)…');
      const refused = [];
      let accepted = 0;
      let changed = 0;
      for (const [i, line] of lines.entries()) {
        const [number, title, issuer, valid_from] = line.split(',');
        if (!title) refused.push({ at: `dòng ${i + 2}`, code: 'law.title_missing', detail: 'Thiếu tên văn bản.' });
        else {
          const known = laws.find((law) => law.number === number);
          if (known) changed += 1;
          else accepted += 1;
          if (!dry_run && !known) laws.push({ number, title, issuer: issuer || null, valid_from: valid_from || null, valid_to: null, replaced_by: null, link: null });
        }
      }
      return { accepted, changed, refused };
    }],
    ['PUT', /^\/laws\/(.+)$/, ([number], { request, body }) => {
      who(request);
      if (body.valid_to && body.valid_from && body.valid_to < body.valid_from) throw new Refusal(422, 'validation', 'Chưa hợp lệ.', { errors: [{ pointer: '/valid_to', code: 'law.dates_crossed', detail: 'Ngày hết hiệu lực đứng trước ngày có hiệu lực.' }] });
      const known = laws.find((law) => law.number === number);
      if (known) Object.assign(known, body);
      else laws.push({ number, ...body });
      return lawView(known ?? laws.at(-1));
    }],
    ['DELETE', /^\/laws\/(.+)$/, ([number], { request }) => {
      who(request);
      laws.splice(laws.indexOf(found(laws.find((law) => law.number === number))), 1);
      return [204, null];
    }],

    ['POST', /^\/imports$/, (_, { request, body }) => {
      const by = person(may(request, ['organiser', 'author']));
      const name = /name="file"; filename="([^"]*)"/.exec(body)?.[1] ?? 'tep';
      const bank = /name="bank"\r\n\r\n([^\r]*)/.exec(body)?.[1];
      if (/hong/.test(name)) throw new Refusal(422, 'import.not_xlsx', 'Tệp này không phải là tệp Excel hợp lệ.', { errors: [{ pointer: '/file', code: 'import.not_xlsx', detail: 'Phần xl/workbook.xml không có trong tệp.' }] });
      if (!banks.some(({ code }) => code === bank)) throw new Refusal(404, 'not_found', 'Không có ngân hàng này.');
      imports.unshift({ id: id(), bank, title: null, file_name: name, format: name.split('.').pop(), state: 'open', created_at: now(), by, remarks: [{ at: 'tệp', code: 'import.headings_as_topics', detail: '5 đề mục trong tệp được lấy làm chủ đề.' }], items: importItems() });
      return [201, importView(imports[0])];
    }],
    ['GET', /^\/imports$/, (_, { request }) => (who(request), { items: imports.map(importView), next_cursor: null })],
    ['GET', /^\/imports\/([^/]+)$/, ([key], { request }) => (who(request), importView(importOf(key)))],
    ['GET', /^\/imports\/([^/]+)\/items$/, ([key], { request, url }) => {
      who(request);
      const show = url.searchParams.get('show') ?? 'all';
      return page(importOf(key).items.filter((item) => show === 'all' || (show === 'refused' ? item.state === 'refused' : doubtful(item))), url);
    }],
    ['PATCH', /^\/imports\/([^/]+)\/items\/(\d+)$/, ([key, position], { request, body }) => {
      who(request);
      const item = found(importOf(key).items[position - 1]);
      if (body.draft) Object.assign(item, { draft: checked(body.draft, '/draft'), state: 'fixed', refusal: null });
      else item.state = body.skip ? 'skipped' : item.refusal ? 'refused' : 'taken';
      return item;
    }],
    ['POST', /^\/imports\/([^/]+)\/commit$/, ([key], { request, body }) => {
      const author = person(who(request));
      const entry = importOf(key);
      if (entry.state === 'committed') throw new Refusal(409, 'import.committed', 'Tệp này đã được đưa vào ngân hàng.');
      const taken = entry.items.filter(({ state }) => state === 'taken' || state === 'fixed');
      const refused = entry.items.flatMap(({ refusal, state }) => (state === 'refused' && refusal ? [refusal] : []));
      if (body.all_or_nothing && refused.length > 0) throw new Refusal(422, 'import.refused', `Còn ${refused.length} câu chưa đọc được nên chưa câu nào được đưa vào.`);
      for (const { draft } of taken) Object.assign(add(entry.bank, draft, author, `Nhập từ tệp ${entry.file_name}`), body.as === 'approved' && { status: 'approved' });
      entry.state = 'committed';
      return { accepted: taken.length, refused, bank: entry.bank };
    }],
    ['DELETE', /^\/imports\/([^/]+)$/, ([key], { request }) => (who(request), imports.splice(imports.indexOf(importOf(key)), 1), [204, null])],

    ['GET', /^\/media\/([0-9a-f]{64})$/, ([digest], { request }) => {
      who(request);
      if (digest !== PICTURE) throw new Refusal(404, 'not_found', 'Không có hình này.');
      return [200, { file: PICTURE_SVG, type: 'image/svg+xml' }];
    }],
  ];
}
