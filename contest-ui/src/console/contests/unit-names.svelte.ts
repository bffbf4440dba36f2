/** Names of units by their codes, asked for once each: a contest file holds codes alone. */
import { Problem } from '../../api/problem';
import { SvelteMap } from 'svelte/reactivity';
import type { UnitRef } from '../api/contest-types';
import * as contests from '../api/contests';

const names = new SvelteMap<string, string>();
let asked: readonly string[] = [];

/** The name of a unit, or its code until the name is known. */
export function unitName(code: string): string {
  const name = names.get(code);
  if (name === undefined && code !== '' && !asked.includes(code)) {
    asked = [...asked, code];
    void find(code);
  }
  return name ?? code;
}

/** Keeps a name that is known already. */
export function learn(unit: UnitRef): void {
  asked = [...asked, unit.code];
  names.set(unit.code, unit.name);
}

async function find(code: string): Promise<void> {
  try {
    names.set(code, (await contests.unit(code)).name);
  } catch (error) {
    // A code that is nobody's stays a code: the findings say what is wrong with it.
    if (!(error instanceof Problem)) throw error;
    if (error.passing) asked = asked.filter((other) => other !== code);
  }
}
