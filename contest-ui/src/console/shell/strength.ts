/** How well a password would hold, in four steps. The server has the last word (src/auth/password). */
import { fold } from '../parts/fold';

export const STEPS = ['short', 'weak', 'fair', 'good'] as const;
export type Strength = (typeof STEPS)[number];

/** As src/auth/password asks for. */
export const LEAST_CHARACTERS = 8;

/** What half the world tries first, folded. */
const COMMON = ['password', 'matkhau', 'qwerty', 'abc123', 'iloveyou', 'admin', 'thiluat', '123456', '111111', 'anhyeuem', 'vietnam'];

/** `about` is what everybody knows of the person: name and e-mail address, which no password should lean on. */
export function strength(password: string, about: readonly string[] = []): Strength {
  const characters = [...password.normalize('NFC')];
  if (characters.length < LEAST_CHARACTERS) return 'short';
  const folded = fold(password).replace(/[^a-z0-9]/g, '');
  const known = [...COMMON, ...about.flatMap((text) => fold(text).split(/[^a-z0-9]+/)).filter((word) => word.length >= 4)];
  // What remains is what an attacker has to guess.
  let rest = characters.length;
  for (const word of known) if (folded.includes(word)) rest -= word.length;
  const different = new Set(characters.map((character) => character.toLowerCase())).size;
  if (rest < LEAST_CHARACTERS || different < 5 || isRun(folded)) return 'weak';
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
  return rest >= 16 || (rest >= 12 && kinds >= 3) ? 'good' : rest >= 12 || kinds >= 3 ? 'fair' : 'weak';
}

/** "abcdefgh", "87654321": each character next to the one before. */
function isRun(text: string): boolean {
  const steps = [...text].slice(1).map((character, i) => character.charCodeAt(0) - text.charCodeAt(i));
  return steps.length > 3 && (steps.every((step) => step === 1) || steps.every((step) => step === -1));
}
