/** Finds the contest and round of an attempt: from the reply, from this device, or from the person's contest. */
import { placeOf, type AttemptPlace } from '../exam/device';

export function locate(attempt: { id: string; round?: string; contest?: string }): AttemptPlace | null {
  const kept = placeOf(attempt.id);
  const round = attempt.round ?? kept?.round;
  const slug = attempt.contest ?? kept?.slug;
  return round !== undefined && slug !== undefined ? { round, slug } : null;
}
