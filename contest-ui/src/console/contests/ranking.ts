/** The order in which people are compared (`rounds.ranking.individual`), as the wizard shows and changes it. */

/** Comparators that an official may choose from, with the way round that makes sense of each. */
export const COMPARATORS = [
  'correct desc',
  'score desc',
  'prediction_distance asc',
  'duration asc',
  'submitted_at asc',
  'attempts_used asc',
  'essay desc',
  'total desc',
  'lot asc',
] as const;

/** What leaving the order out means. */
export const USUAL: readonly string[] = ['correct desc', 'duration asc', 'submitted_at asc'];

export const measureOf = (comparator: string): string => comparator.split(' ')[0] ?? '';

/** Those that can still be added: one measure stands once, a prediction only where one is asked, marks of people only where there is an essay. */
export function addable(order: readonly string[], round: { prediction: boolean; essay: boolean }): string[] {
  const used = new Set(order.map(measureOf));
  return COMPARATORS.filter((comparator) => {
    const measure = measureOf(comparator);
    if (used.has(measure)) return false;
    if (measure === 'prediction_distance') return round.prediction;
    if (measure === 'essay' || measure === 'total') return round.essay;
    return true;
  });
}

/** An order with one more; drawing lots can only stand last. */
export function added(order: readonly string[], comparator: string): string[] {
  const last = order.at(-1);
  return last === 'lot asc' ? [...order.slice(0, -1), comparator, last] : [...order, comparator];
}

/** Whether the entry may move there: nothing goes behind drawing lots. */
export function mayMove(order: readonly string[], from: number, to: number): boolean {
  if (to < 0 || to >= order.length) return false;
  return order[from] !== 'lot asc' && order[to] !== 'lot asc';
}

/** The order with or without a prediction: it decides between those who are equal in what they knew. */
export function predicting(order: readonly string[], on: boolean): string[] {
  const rest = order.filter((comparator) => measureOf(comparator) !== 'prediction_distance');
  if (!on) return rest;
  const place = rest.findIndex((comparator) => !['correct', 'score', 'total', 'essay'].includes(measureOf(comparator)));
  return place < 0 ? [...rest, 'prediction_distance asc'] : [...rest.slice(0, place), 'prediction_distance asc', ...rest.slice(place)];
}
