/** What organisers say to those inside a contest: asked for at the start, then heard over the live line. */
import * as calls from '../api/calls';
import { serverNow } from '../api/http';
import type { Announcement, List } from '../api/types';
import { recall, remember } from '../exam/device';
import { liveAddress } from './address';
import { TopicLine, type Socket } from './board';

/** Without a line it is asked for seldom: thousands sit at once, and the papers come first. */
const POLL_MS = 60_000;
/** As many as one device remembers having read. */
const MOST_READ = 50;

export class Notices {
  private items = $state.raw<readonly Announcement[]>([]);
  private read = $state.raw<readonly string[]>([]);
  private line: TopicLine<List<Announcement>> | null = null;
  private gone = false;

  /** `round` is the code of the round that somebody is in; null is not known yet. */
  constructor(
    private readonly slug: string,
    private readonly round: () => string | null,
  ) {
    this.read = (recall(`read.${slug}`) ?? '').split(' ').filter(Boolean);
  }

  /** In force, for this round, and not put away on this device; the latest first. */
  get shown(): readonly Announcement[] {
    const here = this.round();
    return this.items.filter(
      ({ id, round, until }) => !this.read.includes(id) && (round === null || round === here) && (until === null || Date.parse(until) > serverNow()),
    );
  }

  async enter(): Promise<void> {
    try {
      this.items = (await calls.announcements(this.slug)).items;
    } catch {
      // The line brings them; an exam does not wait for an announcement.
    }
    if (this.gone) return;
    this.line = new TopicLine<List<Announcement>>({
      topic: `contest:${this.slug}:announcements`,
      connect: () => new WebSocket(liveAddress(), 'thiluat.v1') as Socket,
      fetch: () => calls.announcements(this.slug),
      later: (ms, work) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      show: ({ items }) => (this.items = items),
      line: () => undefined,
      pollMs: POLL_MS,
    });
    this.line.start();
  }

  leave(): void {
    this.gone = true;
    this.line?.stop();
  }

  /** Puts one away, on this device and for good. */
  put(id: string): void {
    this.read = [...this.read, id].slice(-MOST_READ);
    remember(`read.${this.slug}`, this.read.join(' '));
  }
}
