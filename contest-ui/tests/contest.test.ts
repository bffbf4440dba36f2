import { describe, expect, it } from 'vitest';
import type { Contest, Me, Round } from '../src/api/types';
import { age, bareCode, dateInVietnam, grouped, iso, parseDate, parsePhone } from '../src/contest/fields';
import { limit, ruleSentences } from '../src/contest/rules';
import { inOrder, nextStep, telling } from '../src/contest/step';
import en from '../src/i18n/en/rules';
import vi from '../src/i18n/vi/rules';

const round: Round = {
  id: 'r1',
  code: 'tuan-1',
  title: 'Tuần 1',
  opens_at: '2026-12-01T00:00:00.000Z',
  closes_at: '2026-12-07T17:00:00.000Z',
  last_start_at: '2026-12-07T17:00:00.000Z',
  state: 'open',
  time_limit_s: 900,
  questions: 10,
  points_max: 10,
  attempts: { max: 3, per: 'round' },
  prediction: { prompt: 'Có bao nhiêu người trả lời đúng tất cả các câu hỏi?', required: true },
  publish: { at_submit: 'score', key: 'round_close', scoreboard: 'live', names: 'masked', target_visible: false },
  rules: { require_all: false, shuffle_options: true, order: 'shuffled', ranking: ['correct desc', 'prediction_distance asc', 'duration asc', 'submitted_at asc'], recognised: 'best' },
  totals: null,
  commitment: null,
  committed_at: null,
};
const contest = { registration: { fields: [], consents: [], min_age: 14, max_age: null, identity: ['phone'] }, groups: [] } as unknown as Contest;
const today = { year: 2026, month: 11, day: 21 };

describe('rules in plain words', () => {
  const sentences = ruleSentences(contest, round, vi, 'vi');

  it('says the window as people do: 24 giờ of the last day', () => {
    expect(sentences[0]).toBe('Vòng mở từ 7 giờ ngày 01/12/2026 đến 24 giờ ngày 07/12/2026 (giờ Việt Nam).');
  });

  it('says every rule with its number', () => {
    expect(sentences).toContain('Bài thi có 10 câu, làm trong 15 phút.');
    expect(sentences).toContain('Mỗi người được thi 3 lượt trong vòng này; lấy lượt tốt nhất.');
    expect(sentences).toContain(
      'Xếp trên là người có nhiều câu đúng hơn; bằng nhau thì lần lượt xét: dự đoán gần đúng hơn, làm bài nhanh hơn, nộp bài sớm hơn. Bằng nhau tất cả thì cùng hạng.',
    );
  });

  it('speaks as many sentences in English', () => {
    const english = ruleSentences(contest, round, en, 'en');
    expect(english).toHaveLength(sentences.length);
    expect(english[0]).toBe('The round is open from 07:00 on 1 December 2026 until 24:00 on 7 December 2026 (Viet Nam time).');
  });

  it('changes with the data', () => {
    const other = { ...round, attempts: { max: 0, per: 'day' as const }, prediction: null, rules: { ...round.rules, require_all: true } };
    const said = ruleSentences(contest, other, vi, 'vi').join(' ');
    expect(said).toContain('không giới hạn số lượt');
    expect(said).toContain('Phải trả lời hết');
    expect(said).not.toContain('dự đoán,');
  });

  it('says limits that are no whole minutes', () => {
    expect(limit(90, vi)).toBe('1 phút 30 giây');
    expect(limit(45, vi)).toBe('45 giây');
  });
});

describe('the button that fits', () => {
  const me = (...states: [string, number | null][]): Me => ({
    participant: { id: 'p', number: 1, alias: 'x' },
    complete: true,
    missing: [],
    attempts: states.map(([state, score], i) => ({
      id: `a${i + 1}`,
      round: 'r1',
      ordinal: i + 1,
      state: state as 'active',
      submitted_at: null,
      result: score === null ? null : { score, max_score: 10, correct: score, questions: 10 },
    })),
  });

  it('follows round, person and attempts', () => {
    expect(nextStep(round, null)).toEqual({ kind: 'register', early: false });
    expect(nextStep({ ...round, state: 'scheduled' }, null)).toEqual({ kind: 'register', early: true });
    expect(nextStep({ ...round, state: 'scheduled' }, me())).toEqual({ kind: 'wait' });
    expect(nextStep(round, me())).toEqual({ kind: 'enter' });
    expect(nextStep(round, me(['submitted', 5]))).toEqual({ kind: 'again', ordinal: 2 });
    expect(nextStep(round, me(['submitted', 5], ['active', null]))).toEqual({ kind: 'resume', attempt: 'a2' });
    expect(nextStep(round, me(['submitted', 5], ['expired', 9], ['submitted', 7]))).toEqual({ kind: 'result', attempt: 'a2', used: true });
    expect(nextStep({ ...round, state: 'closed' }, null)).toEqual({ kind: 'none', why: 'closed' });
    expect(nextStep({ ...round, state: 'closed' }, me(['submitted', 5]))).toEqual({ kind: 'result', attempt: 'a1', used: false });
  });

  it('does not count a void attempt', () => {
    expect(nextStep({ ...round, attempts: { max: 1, per: 'round' } }, me(['void', null]))).toEqual({ kind: 'enter' });
  });

  it('shows the latest attempt while scores are hidden', () => {
    expect(telling(me(['submitted', null], ['submitted', null]).attempts)?.id).toBe('a2');
  });

  it('puts the open round first, then those to come, then the latest that is over; no drafts', () => {
    const states = ['closed', 'published', 'scheduled', 'draft', 'open'] as const;
    expect(inOrder(states.map((state) => ({ ...round, state }))).map(({ state }) => state)).toEqual(['open', 'scheduled', 'published', 'closed']);
  });
});

describe('what people type', () => {
  it('reads dates in every usual way', () => {
    for (const text of ['05/09/1990', '5-9-1990', '5.9.1990', ' 05091990 ', '5 9 90', '1990-09-05', '０５/０９/１９９０']) {
      expect(iso(parseDate(text, today) ?? { year: 0, month: 0, day: 0 }), text).toBe('1990-09-05');
    }
  });

  it('refuses what is no date of birth', () => {
    for (const text of ['', '31/02/2000', '5/13/1990', '1990', '22/11/2026', 'abc', '1/1/1850']) expect(parseDate(text, today), text).toBeNull();
  });

  it('counts completed years', () => {
    expect(age({ year: 2010, month: 11, day: 21 }, today)).toBe(16);
    expect(age({ year: 2010, month: 11, day: 22 }, today)).toBe(15);
    expect(dateInVietnam(Date.parse('2026-11-20T17:00:00Z'))).toEqual(today);
  });

  it('reads phones and codes', () => {
    expect(parsePhone('0912 345 678')).toBe('0912345678');
    expect(parsePhone('+84 (91) 234-5678')).toBe('+84912345678');
    expect(parsePhone('12')).toBeNull();
    expect(bareCode(' ab12-cd34 ef56 ')).toBe('AB12CD34EF56');
    expect(grouped('AB12CD34EF56')).toBe('AB12-CD34-EF56');
  });
});
