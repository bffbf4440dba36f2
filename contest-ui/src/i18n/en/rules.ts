import type { Publish, Round } from '../../api/types';
import type vi from '../vi/rules';

const ranking: Record<string, string> = {
  'correct desc': 'more right answers',
  'score desc': 'a higher score',
  'prediction_distance asc': 'a closer prediction',
  'duration asc': 'less time taken',
  'duration desc': 'more time taken',
  'submitted_at asc': 'an earlier hand-in',
  'submitted_at desc': 'a later hand-in',
  'essay desc': 'a better essay mark',
  'attempts_used asc': 'fewer attempts used',
  'lot asc': 'the public draw of lots',
};

const per: Record<Round['attempts']['per'], string> = { round: 'in this round', day: 'a day', contest: 'in the whole contest' };
const recognised = { best: 'the best one counts', first: 'the first one counts', last: 'the last one counts' };
const score: Record<Publish['at_submit'], string> = {
  none: 'The score is not shown on handing in; it is published after the round closes.',
  score: 'You see your score as soon as you hand in.',
  score_and_key: 'You see your score and the right answers as soon as you hand in.',
};
const key: Record<Publish['key'], string> = {
  never: 'The right answers are not published.',
  round_close: 'Right answers, explanations and citations are published after the round closes.',
  contest_close: 'Right answers, explanations and citations are published after the whole contest ends.',
};
const board: Record<Publish['scoreboard'], string> = {
  off: 'This round has no public scoreboard.',
  live: 'The scoreboard moves live during the round; places are provisional until it closes.',
  frozen: 'The scoreboard is sealed towards the end and opens again when the round closes.',
  after_close: 'The scoreboard is published after the round closes.',
};
const names: Record<Publish['names'], string> = {
  full: 'The scoreboard shows the names of people who agreed to it.',
  masked: 'Names on the scoreboard are partly masked.',
  alias: 'The scoreboard shows aliases only.',
};

export default {
  interval: (from: string, to: string) => `It can be taken from ${from} until ${to}.`,
  hardEnd: (words: string) => `Every attempt ends at ${words} at the latest.`,
  age: (least: number | null, most: number | null) => {
    const range = least !== null && most !== null ? `from ${least} to ${most}` : least !== null ? `${least} or over` : `up to ${most ?? ''}`;
    return `Everyone aged ${range} may take part${least !== null && least < 16 ? '; under 16 a guardian has to agree' : ''}.`;
  },
  groups: (titles: readonly string[]) => `This round is for: ${titles.join('; ')}.`,
  cooldown: (span: string) => `Between two attempts at least ${span} have to pass.`,
  onlyPerfect: 'Only people with every answer right are ranked.',
  once: 'Each person registers once. The sign-in code you get brings you back on another device.',
  window: (from: string, to: string) => `The round is open from ${from} until ${to} (Viet Nam time).`,
  lastStart: (words: string) => `The last moment to begin is ${words}.`,
  paper: (questions: number, minutes: string) => `The paper has ${questions} questions, to be answered in ${minutes}.`,
  points: (n: number) => `The highest score is ${n}.`,
  clock: 'The clock runs on the server and does not stop when your network does; at the end the paper is handed in by itself with the answers saved.',
  attempts: (max: number, where: Round['attempts']['per'], which: keyof typeof recognised) =>
    max === 0
      ? `Everyone has any number of attempts; ${recognised[which]}.`
      : max === 1
        ? `Everyone has one attempt ${per[where]}.`
        : `Everyone has ${max} attempts ${per[where]}; ${recognised[which]}.`,
  requireAll: 'Every question has to be answered before the paper can be handed in.',
  blanks: 'Questions may be left blank; a blank earns nothing and costs nothing.',
  shuffled: 'Everyone gets a paper drawn anew, with questions and options in a different order.',
  prediction: (prompt: string, required: boolean) =>
    `There is also a prediction${required ? ', which is required' : ''}: “${prompt}” It earns no points and only separates places.`,
  ranking: (keys: readonly string[]) => {
    const [first, ...rest] = keys.map((k) => ranking[k] ?? k);
    const then = rest.length > 0 ? `; if equal, in turn: ${rest.join(', ')}` : '';
    return `The higher place goes to ${first ?? ''}${then}. Equal on all of them means the same place.`;
  },
  score,
  key,
  board,
  names,
  minutes: (n: number) => (n === 1 ? '1 minute' : `${n} minutes`),
  seconds: (n: number) => (n === 1 ? '1 second' : `${n} seconds`),
} satisfies typeof vi;
