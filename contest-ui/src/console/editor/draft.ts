/** A question in the making: what is missing in it, what differs between two, and the small moves of an editor. */
import type { Draft, DraftOption, Kind, Law } from '../api/types';
import { wordDifference, type Part } from './words';

export const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One sentence's worth of trouble in a field; `code` is a word of the dictionary. */
export interface Flaw {
  /** JSON pointer into the draft: `/options/2/text`. */
  pointer: string;
  code: 'stem_missing' | 'options_few' | 'option_empty' | 'option_twice' | 'key_missing' | 'key_several' | 'number_missing' | 'accepted_missing';
}

export function blankDraft(): Draft {
  return { kind: 'single', stem: '', options: [blankOption(), blankOption(), blankOption(), blankOption()], accepted: [], level: 0, laws: [], media: [] };
}

export function blankOption(): DraftOption {
  return { text: '', correct: false };
}

export function blankLaw(document = '', title = ''): Law {
  return { document, title, article: null, clause: null, point: null, valid_from: null, valid_to: null };
}

/** Words of an HTML text; a picture counts as content. */
export function plain(html: string): string {
  return html
    .replace(/<img\b[^>]*>/gi, ' ▣ ')
    .replace(/<br\s*\/?>|<\/(?:p|li|tr|td|th)>/gi, ' ')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;|\u00a0/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}

const CHOICES: readonly Kind[] = ['single', 'multiple'];
export const isChoice = (kind: Kind): boolean => CHOICES.includes(kind);

/** What has to be put right before the question can be saved. */
export function flaws(draft: Draft): Flaw[] {
  const found: Flaw[] = [];
  if (plain(draft.stem) === '') found.push({ pointer: '/stem', code: 'stem_missing' });
  if (draft.kind === 'number' && !Number.isSafeInteger(draft.number?.value)) found.push({ pointer: '/number/value', code: 'number_missing' });
  if (draft.kind === 'text' && draft.accepted.every((text) => text.trim() === '')) found.push({ pointer: '/accepted', code: 'accepted_missing' });
  if (!isChoice(draft.kind)) return found;

  const seen = new Set<string>();
  for (const [i, option] of draft.options.entries()) {
    const text = plain(option.text);
    // Pictures differ by their names, which the words do not show.
    const whole = option.text.includes('<img') ? option.text : text;
    if (text === '') found.push({ pointer: `/options/${i}/text`, code: 'option_empty' });
    else if (seen.has(whole)) found.push({ pointer: `/options/${i}/text`, code: 'option_twice' });
    seen.add(whole);
  }
  if (draft.options.length < 2) found.push({ pointer: '/options', code: 'options_few' });
  const right = draft.options.filter(({ correct }) => correct).length;
  if (right === 0) found.push({ pointer: '/options', code: 'key_missing' });
  if (draft.kind === 'single' && right > 1) found.push({ pointer: '/options', code: 'key_several' });
  return found;
}

/** What is sent: only what this kind of question has, nothing empty, digests of the pictures that stand in the texts. */
export function tidied(draft: Draft): Draft {
  const choice = isChoice(draft.kind);
  const media = picturesOf(draft);
  const text = (value: string | null | undefined): string | null => (value == null || plain(value) === '' ? null : value);
  return {
    ...(draft.code != null && draft.code !== '' && { code: draft.code }),
    kind: draft.kind,
    stem: draft.stem,
    options: choice
      ? draft.options.map(({ id, text: html, correct, pinned }) => ({ ...(id != null && { id }), text: html, correct, ...(pinned === true && { pinned }) }))
      : [],
    ...(draft.kind === 'number' && draft.number != null && { number: { value: draft.number.value, tolerance: draft.number.tolerance || 0 } }),
    accepted: draft.kind === 'text' ? draft.accepted.map((entry) => entry.trim().normalize('NFC')).filter((entry) => entry !== '') : [],
    ...(text(draft.topic) !== null && { topic: draft.topic?.trim() ?? null }),
    level: draft.level,
    ...(text(draft.explanation) !== null && { explanation: draft.explanation ?? null }),
    laws: draft.laws.filter(({ document }) => document.trim() !== ''),
    ...(media.length > 0 && { media }),
  };
}

/** Digests of the pictures that the texts show, each once. */
export function picturesOf(draft: Draft): string[] {
  const texts = [draft.stem, ...draft.options.map(({ text }) => text), draft.explanation ?? ''];
  return [...new Set(texts.flatMap((html) => [...html.matchAll(/ data-media="([0-9a-f]{64})"/g)].map(([, digest]) => digest ?? '')))];
}

export function same(a: Draft, b: Draft): boolean {
  return JSON.stringify(tidied(a)) === JSON.stringify(tidied(b));
}

/** The options with one moved by `by` places; the list itself when there is no such place. */
export function moved(options: DraftOption[], from: number, by: number): DraftOption[] {
  const to = from + by;
  const option = options[from];
  if (option === undefined || to < 0 || to >= options.length) return options;
  const rest = options.filter((_, i) => i !== from);
  return [...rest.slice(0, to), option, ...rest.slice(to)];
}

/** Which options are right after a tap on one: one of a single choice, any number of a multiple one. */
export function marked(options: readonly DraftOption[], at: number, kind: Kind): boolean[] {
  return options.map(({ correct }, i) => (i === at ? kind === 'single' || !correct : kind !== 'single' && correct));
}

/** A picture that a text shows. */
export interface Picture {
  digest: string;
  alt: string;
}

const IMAGE = /<img\b[^>]*>/g;
const digestOf = (tag: string): string => / data-media="([0-9a-f]{64})"/.exec(tag)?.[1] ?? '';
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

export function picturesIn(html: string): Picture[] {
  return (html.match(IMAGE) ?? []).map((tag) => ({ digest: digestOf(tag), alt: plain(/ alt="([^"]*)"/.exec(tag)?.[1] ?? '') }));
}

/** The text without its picture number `at`, or with other words for it. */
export function withPicture(html: string, at: number, alt: string | null): string {
  let n = -1;
  return html.replace(IMAGE, (tag) => {
    n += 1;
    if (n !== at) return tag;
    return alt === null ? '' : `<img data-media="${digestOf(tag)}" alt="${escaped(alt)}">`;
  });
}

export function citation(law: Law): string {
  const places = [
    law.point !== null && law.point !== '' && `điểm ${law.point}`,
    law.clause !== null && law.clause !== '' && `khoản ${law.clause}`,
    law.article !== null && law.article !== '' && `Điều ${law.article}`,
  ].filter((place) => place !== false);
  return [...places, law.document].join(' ');
}

export type Field = 'kind' | 'stem' | 'options' | 'number' | 'accepted' | 'topic' | 'level' | 'explanation' | 'laws';
const FIELDS: readonly Field[] = ['kind', 'stem', 'options', 'number', 'accepted', 'topic', 'level', 'explanation', 'laws'];

export interface FieldDifference {
  field: Field;
  parts: Part[];
}

/** Where two drafts part, word by word, as an author reads it. */
export function draftDifference(before: Draft, after: Draft): FieldDifference[] {
  return FIELDS.map((field) => ({ field, a: said(before, field), b: said(after, field) }))
    .filter(({ a, b }) => a !== b)
    .map(({ field, a, b }) => ({ field, parts: wordDifference(a, b) }));
}

/** `mine` with one field as the other has it. */
export function taken(mine: Draft, other: Draft, field: Field): Draft {
  return { ...mine, [field]: structuredClone(other[field]) };
}

function said(draft: Draft, field: Field): string {
  switch (field) {
    case 'options':
      return draft.options.map(({ text, correct, pinned }, i) => `${LETTERS[i] ?? '?'}. ${plain(text)}${correct ? ' ✓' : ''}${pinned === true ? ' ⚲' : ''}`).join('\n');
    case 'laws':
      return draft.laws.map(citation).join('\n');
    case 'number':
      return draft.number == null ? '' : `${draft.number.value} ± ${draft.number.tolerance}`;
    case 'accepted':
      return draft.accepted.join('\n');
    case 'stem':
    case 'explanation':
      return plain(draft[field] ?? '');
    default:
      return String(draft[field] ?? '');
  }
}
