import { readFileSync } from 'node:fs';
import { parse } from 'gift-pegjs';
import { describe, expect, it } from 'vitest';

/** A bank in its native form, and the GIFT that the server writes of it. */
const read = (name: string) => readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8');

interface Option {
  text: string;
  correct: boolean;
}

interface Question {
  code?: string;
  kind: 'single' | 'multiple' | 'number' | 'text';
  stem: string;
  options?: Option[];
  number?: { value: number; tolerance?: number };
  accepted?: string[];
  topic?: string;
  level?: number;
  explanation?: string;
}

const html = (text: string) => ({ format: 'html', text });
const answer = (isCorrect: boolean, weight: number | null, text: object) => ({
  isCorrect,
  weight,
  text,
  feedback: null,
});

/** What the independent parser has to say of a question. */
function expected(question: Question): object {
  const right = question.options?.filter((option) => option.correct).length ?? 0;
  const share = Number((100 / right).toFixed(5));
  const by = {
    single: () => ({
      type: 'MC',
      choices: question.options?.map((option) => answer(option.correct, null, html(option.text))),
    }),
    multiple: () => ({
      type: 'MC',
      choices: question.options?.map((option) => answer(false, option.correct ? share : -100, html(option.text))),
    }),
    number: () => ({
      type: 'Numerical',
      choices: { type: 'range', number: question.number?.value, range: question.number?.tolerance ?? 0 },
    }),
    text: () => ({
      type: 'Short',
      choices: question.accepted?.map((form) => answer(true, null, { format: 'plain', text: form })),
    }),
  };
  return {
    ...by[question.kind](),
    id: question.code ?? null,
    tags: question.level ? [`muc-do-${question.level}`] : null,
    title: null,
    stem: html(question.stem),
    hasEmbeddedAnswers: false,
    globalFeedback: question.explanation ? html(question.explanation) : null,
  };
}

describe('GIFT that the server writes', () => {
  it('is read by an independent parser as what was meant', () => {
    const bank = JSON.parse(read('gift-bank.json')) as { questions: Question[] };
    const items = parse(read('gift-bank.gift'));
    expect(items.filter((item) => item.type !== 'Category')).toEqual(bank.questions.map(expected));
    const topics = items.filter((item) => item.type === 'Category').map((item) => item.title);
    expect(topics).toEqual(['$course$/top/Luật đất đai // Chương I', '$course$/top/Bầu cử', '$course$/top']);
  });
});
