// Filters, counts and pages over the made-up questions.
import { fold } from '../data.mjs';

export const plain = (html) => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();

export function page(list, url, standard = 50) {
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? standard);
  return { items: list.slice(from, from + limit), next_cursor: from + limit < list.length ? String(from + limit) : null, total: list.length };
}

export const row = ({ id, code, number, version, status, draft, approvals, findings, updated_at }) => ({
  id, code, number, version, status, kind: draft.kind, stem_text: plain(draft.stem).slice(0, 200), topic: draft.topic ?? null, level: draft.level,
  laws: draft.laws.map(({ document, article }) => (article ? `${document}, Điều ${article}` : document)), approvals: approvals ?? 0, findings: findings.map(({ code: word }) => word), updated_at,
});

export function filtered(questions, url) {
  const wanted = (key) => url.searchParams.get(key);
  const words = fold(wanted('q') ?? '').split(/\s+/).filter(Boolean);
  return questions.filter(({ draft, status, findings, code }) => {
    const text = fold(`${code} ${plain(draft.stem)} ${draft.options.map((o) => plain(o.text)).join(' ')}`);
    return words.every((word) => text.includes(word))
      && (!wanted('topic') || draft.topic === wanted('topic'))
      && (!wanted('level') || draft.level === Number(wanted('level')))
      && (!wanted('status') || status === wanted('status'))
      && (!wanted('kind') || draft.kind === wanted('kind'))
      && (!wanted('law') || draft.laws.some(({ document }) => document === wanted('law')))
      && (!wanted('finding') || findings.some(({ code: word }) => word === wanted('finding')));
  });
}

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts];
}

export function facets(questions, laws) {
  return {
    topics: tally(questions.flatMap(({ draft }) => draft.topic ?? [])).map(([name, n]) => ({ name, questions: n })),
    levels: tally(questions.map(({ draft }) => draft.level)).sort().map(([level, n]) => ({ level, questions: n })),
    statuses: tally(questions.map(({ status }) => status)).map(([status, n]) => ({ status, questions: n })),
    kinds: tally(questions.map(({ draft }) => draft.kind)).map(([kind, n]) => ({ kind, questions: n })),
    laws: tally(questions.flatMap(({ draft }) => draft.laws.map(({ document }) => document))).map(([document, n]) => ({ document, title: laws.find(({ number }) => number === document)?.title ?? '', questions: n })),
  };
}

export function tasks(questions) {
  const today = new Date().toISOString().slice(0, 10);
  return questions.flatMap((q) => {
    const task = (reason, detail) => ({ question: { id: q.id, bank: q.bank, code: q.code, stem_text: plain(q.draft.stem).slice(0, 200), version: q.version, status: q.status }, reason, detail, since: q.updated_at });
    if (q.status === 'retired') return [];
    if (q.use?.alarm) return [task('alarm', 'Chỉ 107‰ trả lời đúng và người giỏi sai nhiều hơn người kém.')];
    const [law] = q.law_state;
    if (law?.ends_on) return [task(law.ends_on < today ? 'law_ended' : 'law_ends', `${law.document} hết hiệu lực ngày ${law.ends_on.split('-').reverse().join('/')}.`)];
    const last = q.reviews.at(-1);
    if (last?.verdict === 'reject' && last.version === q.version) return [task('rejected', last.comment)];
    return q.status === 'draft' ? [task('to_check', null)] : q.status === 'checked' ? [task('to_approve', null)] : [];
  });
}

/** Whole texts as gone and new: enough to look at, the platform does it word by word. */
export function difference(before, after) {
  const said = { stem: (d) => plain(d.stem), topic: (d) => d.topic ?? '', level: (d) => String(d.level), explanation: (d) => plain(d.explanation ?? ''), key: (d) => d.options.map((o, i) => (o.correct ? 'ABCDEFGH'[i] : '')).join(''), laws: (d) => d.laws.map(({ document, article }) => `${document} ${article ?? ''}`).join('; ') };
  for (let i = 0; i < Math.max(before.options.length, after.options.length); i += 1) said[`options[${i}].text`] = (d) => (d.options[i] ? plain(d.options[i].text) : '');
  return Object.entries(said).map(([field, say]) => ({ field, before: say(before), after: say(after) })).filter((f) => f.before !== f.after).map((f) => ({ ...f, parts: parts(f.before.split(/(?<=\s)/), f.after.split(/(?<=\s)/)) }));
}

function parts(a, b) {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const cut = (list, change, from, to) => ({ text: list.slice(from, to).join(''), change });
  return [cut(a, 'same', 0, start), cut(a, 'gone', start, a.length - end), cut(b, 'new', start, b.length - end), cut(a, 'same', a.length - end)].filter(({ text }) => text !== '');
}
