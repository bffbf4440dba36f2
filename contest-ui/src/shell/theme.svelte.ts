/** Light or dark: as the system says, until the person chooses. */
import { recall, remember } from '../exam/device';

type Theme = 'light' | 'dark';

const system = matchMedia('(prefers-color-scheme: dark)');
let chosen = $state<Theme | null>(null);
let systemDark = $state(system.matches);

export function theme(): Theme {
  return chosen ?? (systemDark ? 'dark' : 'light');
}

export function applyTheme(): void {
  const kept = recall('theme');
  chosen = kept === 'light' || kept === 'dark' ? kept : null;
  system.addEventListener?.('change', () => {
    systemDark = system.matches;
    paint();
  });
  paint();
}

export function switchTheme(): void {
  chosen = theme() === 'dark' ? 'light' : 'dark';
  remember('theme', chosen);
  paint();
}

function paint(): void {
  document.documentElement.dataset['theme'] = theme();
}
