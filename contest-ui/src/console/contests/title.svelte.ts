/** The name of a contest for the headings of its pages, asked for once. */
import { Problem } from '../../api/problem';
import { SvelteMap } from 'svelte/reactivity';
import * as contests from '../api/contests';
import type { ManagedContest } from '../api/contest-types';

const known = new SvelteMap<string, string>();
let asked: readonly string[] = [];

export function learnTitle({ slug, title }: Pick<ManagedContest, 'slug' | 'title'>): void {
  known.set(slug, title);
}

export function contestTitle(slug: string): string {
  if (!known.has(slug) && !asked.includes(slug)) {
    asked = [...asked, slug];
    void find(slug);
  }
  return known.get(slug) ?? slug;
}

async function find(slug: string): Promise<void> {
  try {
    const found = await contests.oneManaged(slug);
    if (found !== null) known.set(slug, found.title);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    asked = asked.filter((other) => other !== slug);
  }
}
