/** The contest that somebody visits, with who the visitor is in it, shared by the screens of that contest. */
import * as calls from '../api/calls';
import { Problem } from '../api/problem';
import type { Contest, Me, Round } from '../api/types';
import { ServerClock } from '../exam/clock';
import { forget, recall, remember, remembers } from '../exam/device';

export class Visit {
  contest = $state.raw<Contest | null>(null);
  /** Null for somebody who is not signed in to this contest. */
  me = $state.raw<Me | null>(null);
  readonly clock = new ServerClock();

  constructor(readonly slug: string) {}

  private underWay: Promise<Visit> | null = null;

  /**
   * Brings contest and person up to date; throws the `Problem` of the contest. Whoever asks while a call is
   * under way gets that one: the address bar asks before the screen's code has arrived.
   */
  refresh(): Promise<Visit> {
    this.underWay ??= this.fetch().finally(() => (this.underWay = null));
    return this.underWay;
  }

  private async fetch(): Promise<Visit> {
    const [contest, me] = await Promise.all([calls.contest(this.slug), this.whoami()]);
    this.clock.sample(contest.body.server_time, contest.sent, contest.received);
    this.contest = contest.body;
    this.me = me;
    return this;
  }

  /** Ends the session: a school's computer has many users. Answers not sent yet stay for their owner. */
  async signOut(): Promise<void> {
    await calls.signOut(this.slug);
    forget(`signed.${this.slug}`);
    this.me = null;
  }

  round(id: string): Round | null {
    return this.contest?.rounds.find((round) => round.id === id) ?? null;
  }

  /** Notes that somebody signed in here: the cookie itself is out of a script's sight. */
  signedIn(): void {
    remember(`signed.${this.slug}`, '1');
  }

  private async whoami(): Promise<Me | null> {
    // Most visitors of a contest's page are not signed in; they need not ask who they are.
    if (recall(`signed.${this.slug}`) === null && remembers()) return null;
    try {
      return await calls.me(this.slug);
    } catch (error) {
      if (!(error instanceof Problem) || ![401, 403, 404].includes(error.status)) throw error;
      forget(`signed.${this.slug}`);
      return null;
    }
  }
}

let latest: Visit | null = null;

/** The visit of a contest; the same one while people move between its screens. */
export function visit(slug: string): Visit {
  if (latest?.slug !== slug) latest = new Visit(slug);
  return latest;
}
