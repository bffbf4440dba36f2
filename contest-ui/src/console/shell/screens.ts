/** Which component shows a place. Each loads when somebody goes there. */
import type { Component } from 'svelte';
import type { Place } from '../routes';

export type Screen = Component<{ params: Readonly<Record<string, string>> }>;

/** Screens that need no parameter declare none, so the table holds them by what they have in common: nothing. */
const lazy: Record<Place['name'], () => Promise<{ default: unknown }>> = {
  banks: () => import('../screens/Banks.svelte'),
  bank: () => import('../screens/Bank.svelte'),
  fresh: () => import('../screens/Question.svelte'),
  question: () => import('../screens/Question.svelte'),
  quality: () => import('../screens/Quality.svelte'),
  supply: () => import('../screens/Supply.svelte'),
  imports: () => import('../screens/Imports.svelte'),
  import: () => import('../screens/Preview.svelte'),
  reviews: () => import('../screens/Reviews.svelte'),
  laws: () => import('../screens/Laws.svelte'),
  lawImport: () => import('../screens/LawImport.svelte'),
  law: () => import('../screens/Law.svelte'),
  missing: () => import('../screens/Missing.svelte'),
};

export async function load(name: Place['name']): Promise<Screen> {
  return (await lazy[name]()).default as Screen;
}
