/** A new contest out of an earlier one: a copy of its file under a name of its own, in a draft of its own. */
import type { ContestDraft } from '../api/contest-types';
import * as contests from '../api/contests';
import { put, slugOf } from './document';

export async function copyContest(slug: string, title: string): Promise<ContestDraft> {
  const file = await contests.contestFile(slug);
  const empty = await contests.createDraft(title, null);
  try {
    const copied = await contests.replaceFile(empty.id, empty.revision, await file.blob.text());
    const named = put(put(copied.document, '/contest/title', title), '/contest/slug', slugOf(title));
    return await contests.saveDraft(copied.id, copied.revision, named);
  } catch (error) {
    // Half a copy helps nobody; what went wrong is told either way.
    await contests.dropDraft(empty.id).catch(() => undefined);
    throw error;
  }
}
