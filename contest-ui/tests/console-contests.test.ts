import { describe, expect, it } from 'vitest';
import type { Finding } from '../src/console/api/contest-types';
import { nameOf } from '../src/console/api/files';
import { at, freshCode, moved, put, slugOf, without, type ContestDocument, type RoundDocument } from '../src/console/contests/document';
import { about, ordered, stepOf } from '../src/console/contests/findings';
import { History } from '../src/console/contests/history';
import { readInstant, shifted, writtenInstant } from '../src/console/contests/instants';
import { addable, added, mayMove, predicting } from '../src/console/contests/ranking';
import { following, movedTo, satAs } from '../src/console/contests/schedule';
import { questionsOf, useBank } from '../src/console/contests/wizard/questions';
import { niceTop, peopleThrough, percent, pointsOf } from '../src/console/running/people';
import { frameSnippet, originOf, scriptSnippet } from '../src/console/sharing/snippets';

describe('instants as they are typed', () => {
  it.each([
    ['07/12/2026 21:30', '2026-12-07T21:30:00+07:00'],
    ['7/12/2026 8h', '2026-12-07T08:00:00+07:00'],
    ['7-12-2026 8 giờ 05', '2026-12-07T08:05:00+07:00'],
    ['07/12/2026 24:00', '2026-12-08T00:00:00+07:00'],
    ['31/12/2026 24:00', '2027-01-01T00:00:00+07:00'],
    ['07122026 0:00', '2026-12-07T00:00:00+07:00'],
  ])('reads %s', (typed, iso) => {
    expect(readInstant(typed, 8)).toBe(iso);
  });

  it('takes the hour of the field for a day alone, which is the end of the day for an end', () => {
    expect(readInstant('07/12/2026', 8)).toBe('2026-12-07T08:00:00+07:00');
    expect(readInstant('07/12/2026', 24)).toBe('2026-12-08T00:00:00+07:00');
  });

  it.each(['', '30/02/2026 08:00', '07/12/2026 24:01', '07/12/2026 25:00', '07/12/2026 8:60', '07/12', 'mai'])('finds no instant in “%s”', (typed) => {
    expect(readInstant(typed, 8)).toBeNull();
  });

  it('writes midnight as the end of the day before where it is an end', () => {
    expect(writtenInstant('2026-12-07T17:00:00Z', true)).toBe('07/12/2026 24:00');
    expect(writtenInstant('2026-12-07T17:00:00Z')).toBe('08/12/2026 00:00');
    expect(writtenInstant(undefined)).toBe('');
    expect(readInstant(writtenInstant('2026-12-07T17:00:00Z', true), 24)).toBe('2026-12-08T00:00:00+07:00');
  });

  it('moves an instant and keeps what is none', () => {
    expect(shifted('2026-12-31T17:00:00Z', 86_400_000)).toBe('2027-01-02T00:00:00+07:00');
    expect(shifted('', 1)).toBe('');
  });
});

describe('a document', () => {
  const document: ContestDocument = { contest: { title: 'A', legal_basis: [{ number: '1' }, { number: '2' }] }, rounds: [{ code: 'a', title: 'A' }] };

  it('is read and changed by pointers, and what is left empty goes', () => {
    const next = put(put(document, '/rounds/0/attempts/max', 3), '/contest/legal_basis/0', undefined);
    expect(at(next, '/rounds/0/attempts/max')).toBe(3);
    expect(at(next, '/contest/legal_basis')).toEqual([{ number: '2' }]);
    expect(put(next, '/rounds/0/attempts/max', undefined)).toEqual({ ...document, contest: { title: 'A', legal_basis: [{ number: '2' }] } });
    expect(at(document, '/rounds/0/attempts/max')).toBeUndefined();
    expect(at(document, '/rounds/7/title')).toBeUndefined();
  });

  it('keeps the order of keys', () => {
    expect(Object.keys(put(document, '/contest/title', 'B').contest ?? {})).toEqual(['title', 'legal_basis']);
  });

  it('makes addresses out of titles', () => {
    expect(slugOf('Tìm hiểu Luật Đất đai, năm 2026!')).toBe('tim-hieu-luat-dat-dai-nam-2026');
    expect(slugOf('“…”')).toBe('');
    const long = slugOf('Tìm hiểu pháp luật về trật tự, an toàn giao thông đường bộ và văn hóa giao thông');
    expect(long.length).toBeLessThanOrEqual(60);
    expect(long).toMatch(/[a-z0-9]$/);
    expect('tim-hieu-phap-luat-ve-trat-tu-an-toan-giao-thong-duong-bo-va-van-hoa-giao-thong'.startsWith(`${long}-`)).toBe(true);
  });

  it('finds codes, moves entries and leaves keys out', () => {
    expect(freshCode('tuan', ['tuan-1', 'tuan-3'])).toBe('tuan-4');
    expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moved(['a'], 0, 1)).toEqual(['a']);
    expect(without({ a: 1, b: 2 }, 'a')).toEqual({ b: 2 });
  });
});

describe('what can be taken back', () => {
  it('is a word, not a letter', () => {
    const history = new History('');
    history.change('a', 'title', 0);
    history.change('ab', 'title', 300);
    history.change('ab!', 'slug', 400);
    history.undo();
    expect(history.value).toBe('ab');
    history.undo();
    expect(history.value).toBe('');
    expect(history.undoes).toBe(false);
    history.redo();
    history.redo();
    expect([history.value, history.redoes]).toEqual(['ab!', false]);
  });

  it('begins a new change after a pause, after an undo, and with what others made', () => {
    const history = new History(0);
    history.change(1, 'x', 0);
    history.change(2, 'x', 5000);
    history.undo();
    expect(history.value).toBe(1);
    history.change(3, 'x', 5100);
    expect(history.redoes).toBe(false);
    history.undo();
    expect(history.value).toBe(1);
    history.reset(9);
    expect([history.value, history.undoes, history.redoes]).toEqual([9, false, false]);
  });
});

describe('findings', () => {
  const finding = (pointer: string, severity: Finding['severity'] = 'error'): Finding => ({ pointer, code: 'x', detail: pointer, severity });

  it('belong to the step that has their field', () => {
    expect(['/contest/title', '/contest/groups/0/title', '/registration/min_age', '/rounds/1/blueprint/0/count', '/rounds/1/opens_at', '/prizes/0/tier', ''].map(stepOf)).toEqual(['name', 'people', 'people', 'questions', 'rounds', 'rounds', 'publish']);
  });

  it('are told at their field, errors first in the list', () => {
    const all = [finding('/rounds/1'), finding('/rounds/10/title'), finding('/contest/title', 'warning'), finding('/rounds/1/title')];
    expect(about(all, '/rounds/1').map(({ pointer }) => pointer)).toEqual(['/rounds/1']);
    expect(about(all, '/rounds/1', true).map(({ pointer }) => pointer)).toEqual(['/rounds/1', '/rounds/1/title']);
    expect(ordered(all).at(-1)?.severity).toBe('warning');
  });
});

describe('the order of a ranking', () => {
  it('takes a measure once, a prediction where there is one, and lots last', () => {
    expect(addable(['correct desc'], { prediction: false, essay: false })).not.toContain('prediction_distance asc');
    expect(addable(['correct desc'], { prediction: true, essay: false })).toContain('prediction_distance asc');
    expect(addable(['correct asc'], { prediction: true, essay: true })).not.toContain('correct desc');
    expect(added(['correct desc', 'lot asc'], 'duration asc')).toEqual(['correct desc', 'duration asc', 'lot asc']);
    expect(mayMove(['correct desc', 'lot asc'], 0, 1)).toBe(false);
    expect(mayMove(['correct desc', 'duration asc'], 0, 1)).toBe(true);
    expect(mayMove(['correct desc'], 0, -1)).toBe(false);
  });

  it('puts a prediction behind what people knew', () => {
    expect(predicting(['correct desc', 'score desc', 'duration asc'], true)).toEqual(['correct desc', 'score desc', 'prediction_distance asc', 'duration asc']);
    expect(predicting(['correct desc'], true)).toEqual(['correct desc', 'prediction_distance asc']);
    expect(predicting(['correct desc', 'prediction_distance asc'], false)).toEqual(['correct desc']);
  });
});

describe('a schedule', () => {
  const rounds: RoundDocument[] = [
    { code: 'tuan-1', title: 'Tuần 1', opens_at: '2026-12-01T08:00:00+07:00', closes_at: '2026-12-08T00:00:00+07:00', time_limit_s: 900 },
    { code: 'tuan-2', title: 'Tuần 2', opens_at: '2026-12-08T08:00:00+07:00', closes_at: '2026-12-15T00:00:00+07:00', publish: { scoreboard: 'frozen', freeze_at: '2026-12-14T00:00:00+07:00' } },
  ];

  it('moves as a whole', () => {
    const [first, second] = movedTo(rounds, '2027-01-01T08:00:00+07:00');
    expect([first?.opens_at, first?.closes_at, second?.opens_at]).toEqual(['2027-01-01T08:00:00+07:00', '2027-01-08T00:00:00+07:00', '2027-01-08T08:00:00+07:00']);
    expect(second?.publish?.freeze_at).toBe('2027-01-14T00:00:00+07:00');
  });

  it('lays out rounds that have no times, a final in one day', () => {
    const bare: RoundDocument[] = [{ code: 'a', title: 'A' }, { code: 'b', title: 'B', kind: 'final' }];
    expect(movedTo(bare, '2026-12-01T08:00:00+07:00').map(({ opens_at, closes_at }) => [opens_at, closes_at])).toEqual([
      ['2026-12-01T08:00:00+07:00', '2026-12-08T00:00:00+07:00'],
      ['2026-12-08T08:00:00+07:00', '2026-12-09T00:00:00+07:00'],
    ]);
  });

  it('goes on with a round like the last one', () => {
    const next = following(rounds, (n) => `Vòng ${n}`, 0);
    expect([next.code, next.title, next.opens_at, next.closes_at]).toEqual(['tuan-3', 'Vòng 3', '2026-12-15T08:00:00+07:00', '2026-12-22T00:00:00+07:00']);
    const first = following([], (n) => `Vòng ${n}`, Date.parse('2026-12-01T03:00:00Z'));
    expect([first.opens_at, first.closes_at]).toEqual(['2026-12-02T08:00:00+07:00', '2026-12-09T00:00:00+07:00']);
  });

  it('copies how a round is sat, not when, nor its questions', () => {
    const from: RoundDocument = { ...(rounds[0] as RoundDocument), attempts: { max: 3 }, publish: { scoreboard: 'frozen', freeze_at: '2026-12-07T00:00:00+07:00' }, blueprint: [{ bank: 'a', count: 1 }] };
    const [, second] = satAs([from, rounds[1] as RoundDocument], from);
    expect(second).toMatchObject({ code: 'tuan-2', opens_at: rounds[1]?.opens_at, time_limit_s: 900, attempts: { max: 3 }, publish: { freeze_at: '2026-12-14T00:00:00+07:00' } });
    expect(second?.blueprint).toBeUndefined();
  });
});

describe('questions of rounds', () => {
  it('come from another bank with their numbers, without what only the old bank had', () => {
    const rounds: RoundDocument[] = [{ code: 'a', title: '', blueprint: [{ bank: '', topic: 'X', count: 5 }, { bank: '', topic: 'Y', count: 7, points: 2 }, { bank: '', count: 3 }] }, { code: 'b', title: '' }];
    const [first, second] = useBank(rounds, 'gplx');
    expect(first?.blueprint).toEqual([{ bank: 'gplx', count: 8 }, { bank: 'gplx', count: 7, points: 2 }]);
    expect(second?.blueprint).toEqual([{ bank: 'gplx', count: 20 }]);
    expect(questionsOf(first?.blueprint ?? [])).toBe(15);
    const kept = useBank([{ code: 'a', title: '', blueprint: [{ bank: 'hoa-giai', level: 2, count: 5 }] }], 'gplx', new Set(['hoa-giai', 'gplx']));
    expect(kept[0]?.blueprint).toEqual([{ bank: 'hoa-giai', level: 2, count: 5 }]);
  });
});

describe('people through time', () => {
  it('follows back from who sits now', () => {
    const minutes = [
      { at: 'a', started: 5, handed_in: 0, saved: 0 },
      { at: 'b', started: 3, handed_in: 2, saved: 9 },
      { at: 'c', started: 0, handed_in: 4, saved: 1 },
    ];
    expect(peopleThrough(minutes, 2).map(({ sitting }) => sitting)).toEqual([5, 6, 2]);
    expect(peopleThrough([{ at: 'a', started: 0, handed_in: 0, saved: 0 }, { at: 'b', started: 9, handed_in: 0, saved: 0 }], 2)[0]?.sitting).toBe(0);
  });

  it('draws within its box', () => {
    expect([niceTop(0), niceTop(7), niceTop(130), niceTop(1422), niceTop(9999)]).toEqual([4, 8, 200, 2000, 10_000]);
    expect(pointsOf([0, 5, 10], 10, 100, 50)).toBe('0.0,50.0 50.0,25.0 100.0,0.0');
    expect(percent(1, 3)).toBe(33);
    expect(percent(1, null)).toBeNull();
    expect(percent(1, 0)).toBeNull();
  });
});

describe('what others paste and keep', () => {
  it('writes snippets that a title cannot break', () => {
    expect(frameSnippet('https://a.vn', 'x', ['top'], 'Thi "A" <b>')).toContain('title="Thi &quot;A&quot; &lt;b>"');
    expect(scriptSnippet('https://a.vn', 'x', ['banner', 'top'])).toContain('data-parts="banner,top"');
  });

  it('knows the origin of what is typed', () => {
    expect(originOf('kyanh.hatinh.gov.vn/tin-tuc')).toBe('https://kyanh.hatinh.gov.vn');
    expect(originOf('http://kyanh.hatinh.gov.vn:8080/')).toBe('http://kyanh.hatinh.gov.vn:8080');
    expect([originOf(''), originOf('javascript:alert(1)'), originOf('kyanh')]).toEqual([null, null, null]);
  });

  it('keeps the name that the server gave', () => {
    expect(nameOf("attachment; filename=\"a.toml\"; filename*=UTF-8''cu%E1%BB%99c-thi.toml", '/x')).toBe('cuộc-thi.toml');
    expect(nameOf('attachment; filename="a b.zip"', '/x')).toBe('a b.zip');
    expect(nameOf(null, '/contests/x/poster.pdf?unit=1')).toBe('poster.pdf');
  });
});
