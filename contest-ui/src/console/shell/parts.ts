/** The parts of the console, as they stand on the left. */
import type { Words } from '../i18n/words';
import type { Place } from '../routes';

type Name = keyof Words['shell']['parts'];

/** Places that a part opens at; each has its name among the words of the shell. */
type Start = Extract<Place['name'], keyof Words['shell']>;

export interface Part {
  to: Exclude<Start, 'missing'>;
  /** Places at which this part counts as the current one. */
  of: readonly Place['name'][];
}

export interface Group {
  name: Name | null;
  parts: readonly Part[];
}

export const GROUPS: readonly Group[] = [
  { name: null, parts: [{ to: 'home', of: ['home'] }] },
  {
    name: 'contests',
    parts: [
      { to: 'contests', of: ['contests', 'contest', 'wizard', 'monitor', 'participants', 'participant', 'roster', 'messages', 'share'] },
      { to: 'templates', of: ['templates'] },
      { to: 'packages', of: ['packages'] },
    ],
  },
  {
    name: 'banks',
    parts: [
      { to: 'banks', of: ['banks', 'bank', 'fresh', 'quality', 'supply', 'question'] },
      { to: 'imports', of: ['imports', 'import'] },
      { to: 'reviews', of: ['reviews'] },
      { to: 'laws', of: ['laws', 'lawImport', 'law'] },
    ],
  },
  {
    name: 'people',
    parts: [
      { to: 'units', of: ['units', 'unit', 'unitImport'] },
      { to: 'registrations', of: ['registrations'] },
      { to: 'staff', of: ['staff'] },
    ],
  },
  {
    name: 'settings',
    parts: [
      { to: 'account', of: ['account'] },
      { to: 'settings', of: ['settings'] },
      { to: 'audit', of: ['audit'] },
    ],
  },
];
