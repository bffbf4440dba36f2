/** The language of the page: Vietnamese is in the bundle, English comes when somebody asks for it. */
import { speak } from '../api/http';
import { recall, remember } from '../exam/device';
import type { English } from './en';

export type Lang = 'vi' | 'en';

let current = $state<Lang>('vi');
let english = $state.raw<English | null>(null);

export function lang(): Lang {
  return current;
}

/** Changes the language and remembers it; stays as it was when the dictionary cannot be had. */
export async function choose(next: Lang): Promise<void> {
  if (next === 'en' && english === null) english = (await import('./en')).default;
  current = next;
  document.documentElement.lang = next;
  speak(next);
  remember('lang', next);
}

/** The language chosen on an earlier visit. */
export function restore(): Promise<void> {
  return recall('lang') === 'en' ? choose('en').catch(() => undefined) : Promise.resolve();
}

/** The words of one section in the current language. */
export function words<S extends keyof English>(section: S, vietnamese: English[S]): English[S] {
  return current === 'en' && english !== null ? english[section] : vietnamese;
}
