/** Who works here. A session that ended asks for the password over the screen, which keeps what was typed. */
import { Problem } from '../../api/problem';
import { timed } from '../../api/http';
import type { Staff } from '../api/types';
import { may, maySee, type Action } from './permits';
import type { Place } from '../routes';

let staff = $state.raw<Staff | null>(null);
let ended = $state(false);
/** Rises when somebody else signs in, so that nothing of the one before stays on the screen. */
let person = $state(0);
/** Rises with every sign-in, so that what could not be fetched is fetched again. */
let round = $state(0);

export const session = {
  get staff(): Staff | null {
    return staff;
  },
  /** Whether the session ended while somebody was at work. */
  get ended(): boolean {
    return ended;
  },
  get person(): number {
    return person;
  },
  get round(): number {
    return round;
  },
  may(action: Action): boolean {
    return staff !== null && may(staff.role, action);
  },
  maySee(name: Place['name']): boolean {
    return staff !== null && maySee(staff.role, name);
  },
  get mayImport(): boolean {
    return session.may('importQuestions');
  },
  get mayApprove(): boolean {
    return session.may('approveQuestions');
  },

  /** Asks who is signed in; no answer counts as nobody, and the sign-in says what is wrong. */
  async restore(): Promise<void> {
    try {
      staff = (await timed<Staff>('GET', '/staff/session')).body;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  },

  async signIn(email: string, password: string): Promise<void> {
    const { body } = await timed<{ staff: Staff }>('POST', '/staff/session', { body: { email, password } });
    if (staff !== null && staff.id !== body.staff.id) person += 1;
    staff = body.staff;
    ended = false;
    round += 1;
  },

  async signOut(): Promise<void> {
    try {
      await timed<null>('DELETE', '/staff/session');
    } catch (error) {
      // Gone already is gone; anything else the person has to know, for the session would live on.
      if (!(error instanceof Problem) || error.status !== 401) throw error;
    }
    staff = null;
    ended = false;
    person += 1;
  },

  end(): void {
    ended = staff !== null;
  },
};
