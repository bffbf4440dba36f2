/** Which component shows a route. Home is in the entry; the rest load when they are needed. */
import type { Component } from 'svelte';
import type { RouteName } from '../routes';
import Home from '../screens/Home.svelte';
import Missing from '../screens/Missing.svelte';

export type Screen = Component<{ params: Readonly<Record<string, string>> }>;

/** Screens that need no parameter declare none, so the table holds them by what they have in common: nothing. */
const eager: Partial<Record<RouteName, unknown>> = { home: Home, missing: Missing };

const lazy: Partial<Record<RouteName, () => Promise<{ default: unknown }>>> = {
  contest: () => import('../screens/Contest.svelte'),
  register: () => import('../screens/Register.svelte'),
  comeback: () => import('../screens/Comeback.svelte'),
  waiting: () => import('../screens/Waiting.svelte'),
  room: () => import('../screens/Room.svelte'),
  result: () => import('../screens/Result.svelte'),
  review: () => import('../screens/Review.svelte'),
  board: () => import('../screens/Scoreboard.svelte'),
  units: () => import('../screens/UnitBoard.svelte'),
  verify: () => import('../screens/Verify.svelte'),
  receipt: () => import('../screens/Receipt.svelte'),
  help: () => import('../screens/Help.svelte'),
};

const loaded = new Map<RouteName, Screen>(Object.entries(eager) as [RouteName, Screen][]);

/** The component if it is here already. */
export function ready(name: RouteName): Screen | null {
  return loaded.get(name) ?? null;
}

export async function load(name: RouteName): Promise<Screen> {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const screen = (await lazy[name]?.())?.default as Screen;
  loaded.set(name, screen);
  return screen;
}

/** Fetches the screens that are likely next while nothing else is going on; failures do not matter yet. */
export function prefetch(...names: RouteName[]): void {
  setTimeout(() => {
    for (const name of names) load(name).catch(() => undefined);
  }, 1500);
}
