/**
 * Who may do what, as src/auth/permissions.rs has it; the server decides, this only hides what it would refuse.
 */
import type { Place } from '../routes';

export type Action =
  | 'manageStaff'
  | 'importUnits'
  | 'importQuestions'
  | 'readQuestions'
  | 'approveQuestions'
  | 'applyContests'
  | 'readContests'
  | 'runRounds'
  | 'reissueCodes'
  | 'readResults'
  | 'readAudit';

/** Beside administrators, who may do everything. */
const ROLES: Record<Action, readonly string[]> = {
  manageStaff: [],
  importUnits: ['organiser'],
  importQuestions: ['organiser', 'author'],
  readQuestions: ['organiser', 'author', 'reviewer'],
  approveQuestions: ['reviewer'],
  applyContests: ['organiser'],
  readContests: ['organiser', 'author', 'reviewer', 'judge', 'verifier', 'viewer'],
  runRounds: ['organiser'],
  reissueCodes: ['organiser'],
  readResults: ['organiser', 'verifier'],
  readAudit: ['verifier'],
};

/** What one must be able to do to look at a place; who may not is told so instead. Every place left out is everybody's. */
const NEEDS: Partial<Record<Place['name'], Action>> = {
  contests: 'readContests',
  wizard: 'applyContests',
  contest: 'readContests',
  monitor: 'readContests',
  participants: 'readResults',
  participant: 'readResults',
  roster: 'runRounds',
  messages: 'runRounds',
  share: 'applyContests',
  templates: 'readContests',
  packages: 'applyContests',
  units: 'readContests',
  unit: 'readContests',
  unitImport: 'importUnits',
  registrations: 'importUnits',
  staff: 'manageStaff',
  audit: 'readAudit',
  settings: 'manageStaff',
  banks: 'readQuestions',
  bank: 'readQuestions',
  fresh: 'importQuestions',
  quality: 'readQuestions',
  supply: 'readQuestions',
  question: 'readQuestions',
  imports: 'importQuestions',
  import: 'importQuestions',
  reviews: 'readQuestions',
  laws: 'readQuestions',
  lawImport: 'importQuestions',
  law: 'readQuestions',
};

export function may(role: string, action: Action): boolean {
  return role === 'administrator' || ROLES[action].includes(role);
}

export function maySee(role: string, name: Place['name']): boolean {
  const action = NEEDS[name];
  return action === undefined || may(role, action);
}
