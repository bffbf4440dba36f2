import { describe, expect, it } from 'vitest';
import type { Draft } from '../src/console/api/types';
import { blankDraft, blankLaw, citation, draftDifference, flaws, marked, moved, picturesIn, picturesOf, plain, same, taken, tidied, withPicture } from '../src/console/editor/draft';
import { wordDifference } from '../src/console/editor/words';
import { lopsided, shares, supplyTable } from '../src/console/parts/charting';
import { fold } from '../src/console/parts/fold';
import { match, path } from '../src/console/routes';

const digest = 'ab'.repeat(32);

function question(more: Partial<Draft> = {}): Draft {
  return {
    ...blankDraft(),
    stem: '<p>Xe thô sơ là gì?</p>',
    options: [
      { id: 'a', text: 'Xe đạp', correct: true },
      { id: 'b', text: 'Ô tô', correct: false },
    ],
    ...more,
  };
}

const codes = (draft: Draft): string[] => flaws(draft).map(({ pointer, code }) => `${pointer} ${code}`);

describe('addresses of the console', () => {
  it('reads and writes the same paths', () => {
    expect(match('/quan-tri')).toEqual({ name: 'home', params: {} });
    expect(match('/quan-tri/')).toEqual({ name: 'home', params: {} });
    expect(match('/quan-tri/ngan-hang/atgt-2026/chat-luong')).toEqual({ name: 'quality', params: { bank: 'atgt-2026' } });
    expect(match(path('question', { question: 'a/b' }))).toEqual({ name: 'question', params: { question: 'a/b' } });
    expect(path('bank', { bank: 'x' }, { q: 'xe máy', topic: '' })).toBe('/quan-tri/ngan-hang/x?q=xe+m%C3%A1y');
  });

  it('keeps fixed words before parameters', () => {
    expect(match('/quan-tri/van-ban/nhap').name).toBe('lawImport');
    expect(match('/quan-tri/van-ban/xem').name).toBe('law');
    expect(match('/quan-tri/khong-co').name).toBe('missing');
    expect(match('/cuoc-thi/a').name).toBe('missing');
  });
});

describe('what is missing in a question', () => {
  it('finds nothing in a good one of each kind', () => {
    expect(codes(question())).toEqual([]);
    expect(codes(question({ kind: 'multiple', options: question().options.map((option) => ({ ...option, correct: true })) }))).toEqual([]);
    expect(codes(question({ kind: 'number', options: [], number: { value: -3, tolerance: 0 } }))).toEqual([]);
    expect(codes(question({ kind: 'text', options: [], accepted: ['Quốc hội'] }))).toEqual([]);
  });

  it('names the place of each trouble', () => {
    const options = [
      { text: '<p> &nbsp; </p>', correct: true },
      { text: 'Ô tô', correct: true },
      { text: '<b>Ô tô</b>', correct: false },
    ];
    expect(codes(question({ stem: '<p><br></p>', options }))).toEqual([
      '/stem stem_missing',
      '/options/0/text option_empty',
      '/options/2/text option_twice',
      '/options key_several',
    ]);
    expect(codes(question({ options: [] }))).toEqual(['/options options_few', '/options key_missing']);
    expect(codes(question({ kind: 'number', number: null }))).toEqual(['/number/value number_missing']);
    expect(codes(question({ kind: 'number', number: { value: 1.5, tolerance: 0 } }))).toEqual(['/number/value number_missing']);
    expect(codes(question({ kind: 'text', accepted: [' '] }))).toEqual(['/accepted accepted_missing']);
  });

  it('takes a picture for content, and two pictures for two options', () => {
    const other = 'cd'.repeat(32);
    const image = (name: string) => `<img data-media="${name}" alt="">`;
    const options = [
      { text: image(digest), correct: true },
      { text: image(other), correct: false },
    ];
    const draft = question({ stem: image(digest), options });
    expect(codes(draft)).toEqual([]);
    expect(picturesOf(draft)).toEqual([digest, other]);
  });
});

describe('what is sent of a question', () => {
  it('leaves out what its kind does not have', () => {
    const sent = tidied(question({ kind: 'text', accepted: [' Quốc hội ', ''], number: { value: 1, tolerance: 0 }, topic: ' ', laws: [blankLaw()], explanation: '<p></p>' }));
    expect(sent).toEqual({ kind: 'text', stem: '<p>Xe thô sơ là gì?</p>', options: [], accepted: ['Quốc hội'], level: 0, laws: [] });
  });

  it('sees through what makes no difference', () => {
    expect(same(question(), question({ topic: '', explanation: '', media: [], number: { value: 4, tolerance: 0 } }))).toBe(true);
    expect(same(question(), question({ level: 2 }))).toBe(false);
  });
});

describe('moves of the editor', () => {
  it('moves and marks options', () => {
    const { options } = question();
    expect(moved(options, 0, 1).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(moved(options, 0, -1)).toBe(options);
    expect(marked(options, 1, 'single')).toEqual([false, true]);
    expect(marked(options, 1, 'multiple')).toEqual([true, true]);
    expect(marked(options, 0, 'multiple')).toEqual([false, false]);
  });

  it('takes a picture out of a text and gives it other words', () => {
    const image = (alt: string) => `<img data-media="${digest}" alt="${alt}">`;
    const html = `<p>a ${image('một')} b ${image('hai')}</p>`;
    expect(picturesIn(html)).toEqual([{ digest, alt: 'một' }, { digest, alt: 'hai' }]);
    expect(withPicture(html, 1, null)).toBe(`<p>a ${image('một')} b </p>`);
    expect(picturesIn(withPicture(html, 0, 'biển "cấm" <đỏ>'))[0]?.alt).toBe('biển "cấm" <đỏ>');
  });

  it('reads HTML as people do', () => {
    expect(plain('<p>a &lt; b&nbsp;&amp;amp;</p><ul><li>m<sup>2</sup></li></ul>')).toBe('a < b &amp; m2');
  });

  it('writes a citation from the smallest place up', () => {
    expect(citation({ ...blankLaw('36/2024/QH15'), article: '9', clause: '2', point: 'a' })).toBe('điểm a khoản 2 Điều 9 36/2024/QH15');
    expect(citation(blankLaw('36/2024/QH15'))).toBe('36/2024/QH15');
  });
});

describe('differences', () => {
  it('shows words that went and came', () => {
    expect(wordDifference('Từ đủ 16 tuổi trở lên', 'Từ đủ 18 tuổi trở lên')).toEqual([
      { text: 'Từ đủ ', change: 'same' },
      { text: '16', change: 'gone' },
      { text: '18', change: 'new' },
      { text: ' tuổi trở lên', change: 'same' },
    ]);
    expect(wordDifference('', '')).toEqual([]);
  });

  it('loses nothing of either text, whatever they are', () => {
    const seed = Date.now() % 1_000_000;
    let state = seed;
    const below = (n: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * n);
    };
    const vocabulary = ['xe', 'đường', ' ', '  ', '\n', ',', 'ngõ', 'a', '🚗', '<', 'ố'];
    const text = (): string => Array.from({ length: below(40) }, () => vocabulary[below(vocabulary.length)]).join('');
    for (let round = 0; round < 300; round += 1) {
      const [a, b] = [text(), text()];
      const parts = wordDifference(a, b);
      const give = (left: string): string => parts.filter(({ change }) => change !== left).map((part) => part.text).join('');
      expect(give('new'), `seed ${seed}`).toBe(a);
      expect(give('gone'), `seed ${seed}`).toBe(b);
    }
  });

  it('names the fields of two drafts that part, and takes one over', () => {
    const mine = question({ level: 2 });
    const newest = question({ stem: '<p>Xe thô sơ gồm gì?</p>', options: moved(question().options, 0, 1) });
    expect(draftDifference(mine, newest).map(({ field }) => field)).toEqual(['stem', 'options', 'level']);
    const after = taken(mine, newest, 'stem');
    expect(draftDifference(after, newest).map(({ field }) => field)).toEqual(['options', 'level']);
    expect(after.level).toBe(2);
    expect(draftDifference(mine, mine)).toEqual([]);
  });
});

describe('numbers of the quality and supply pages', () => {
  it('gives shares and finds letters that stand out', () => {
    expect(shares([1, 1, 2])).toEqual([250, 250, 500]);
    expect(shares([0, 0])).toEqual([0, 0]);
    expect(lopsided([60, 20, 22, 18])).toEqual([0, 1, 3]);
    expect(lopsided([4, 1, 1, 1])).toEqual([]);
  });

  it('makes a table of topics by levels', () => {
    const row = (topic: string | null, level: number, approved: number, in_force: number) => ({ topic, level, approved, in_force });
    const table = supplyTable([row('Biển báo', 1, 5, 4), row(null, 1, 1, 1), row('An toàn', 3, 2, 2)]);
    expect(table.levels).toEqual([1, 3]);
    expect(table.rows.map(({ topic }) => topic)).toEqual(['An toàn', 'Biển báo', null]);
    expect(table.rows[1]?.cells).toEqual([{ approved: 5, in_force: 4 }, { approved: 0, in_force: 0 }]);
    expect(table.total).toEqual({ approved: 8, in_force: 7 });
    expect(supplyTable([])).toEqual({ levels: [], rows: [], sums: [], total: { approved: 0, in_force: 0 } });
  });

  it('searches without marks', () => {
    expect(fold('Đường bộ, Quy TẮC')).toBe('duong bo, quy tac');
  });
});
