import { describe, expect, it } from 'vitest';
import type { Board } from '../src/api/types';
import { BoardLine, type Line, type Socket } from '../src/live/board';

const board = (version: number): Board => ({ version, as_of: '', state: 'live', entries: [], totals: null });

function scene(fetches: (Board | Error)[] = []) {
  const sockets: (Socket & { sent: string[] })[] = [];
  const timers: { ms: number; work: () => void }[] = [];
  const shown: number[] = [];
  const lines: Line[] = [];
  const chance = { next: 0.5 };
  const line = new BoardLine({
    topic: 'round:r1:scoreboard',
    connect: () => {
      const sent: string[] = [];
      const socket = { sent, send: (text: string) => sent.push(text), close: () => undefined, onopen: null, onmessage: null, onclose: null };
      sockets.push(socket);
      return socket;
    },
    fetch: async () => {
      const next = fetches.shift();
      if (next === undefined || next instanceof Error) throw next ?? new Error('none');
      return next;
    },
    later: (ms, work) => {
      const timer = { ms, work };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer) >>> 0, 1);
    },
    random: () => chance.next,
    show: (b) => shown.push(b.version),
    line: (l) => lines.push(l),
  });
  const frame = (type: string, epoch: number, offset: number) =>
    sockets.at(-1)?.onmessage?.({ data: JSON.stringify({ type, topic: 'round:r1:scoreboard', epoch, offset, data: board(offset) }) });
  const settle = async () => {
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
  };
  return { line, sockets, timers, shown, lines, chance, frame, settle };
}

describe('live board', () => {
  it('subscribes, shows the snapshot and every update', () => {
    const { line, sockets, shown, lines, frame } = scene();
    line.start();
    sockets[0]?.onopen?.();
    expect(sockets[0]?.sent).toEqual(['{"type":"subscribe","topics":["round:r1:scoreboard"]}']);
    frame('snapshot', 1, 4);
    frame('update', 1, 5);
    expect(shown).toEqual([4, 5]);
    expect(lines.at(-1)).toBe('live');
  });

  it('takes a fresh snapshot after a gap and after a new epoch', () => {
    const { line, sockets, shown, frame } = scene();
    line.start();
    sockets[0]?.onopen?.();
    frame('snapshot', 1, 4);
    frame('update', 1, 6);
    expect(sockets[0]?.sent).toHaveLength(2);
    frame('snapshot', 1, 6);
    frame('update', 2, 7);
    expect(sockets[0]?.sent).toHaveLength(3);
    expect(shown).toEqual([4, 6]);
  });

  it('comes back with growing delays and fetches after the third failure', async () => {
    const { line, sockets, timers, shown, lines, settle } = scene([board(9)]);
    line.start();
    sockets[0]?.onclose?.({ code: 1006 });
    timers.shift()?.work();
    sockets[1]?.onclose?.({ code: 1006 });
    expect(timers[0]?.ms).toBe(2000);
    timers.shift()?.work();
    sockets[2]?.onclose?.({ code: 1006 });
    await settle();
    expect(shown).toEqual([9]);
    expect(lines).toEqual(['polling']);
  });

  it('comes back some time within 15 s when its node is restarted, and does not count that as a failure', () => {
    const { line, sockets, timers, chance } = scene();
    line.start();
    for (const [random, ms] of [[0, 0], [0.5, 7500], [0.999, 14_985]] as const) {
      chance.next = random;
      sockets.at(-1)?.onclose?.({ code: 1012 });
      expect(timers[0]?.ms).toBe(ms);
      timers.shift()?.work();
    }
    expect(sockets).toHaveLength(4);
  });

  it('rests longer when it could not keep up', () => {
    const { line, sockets, timers } = scene();
    line.start();
    sockets[0]?.onclose?.({ code: 1013 });
    expect(timers.map(({ ms }) => ms)).toEqual([6000]);
    timers.shift()?.work();
    expect(sockets).toHaveLength(2);
  });

  it('does not come back when the server says so, and says that the board is old', async () => {
    const { line, sockets, timers, lines, settle } = scene();
    line.start();
    sockets[0]?.onclose?.({ code: 1008 });
    await settle();
    expect(lines).toEqual(['lost']);
    expect(timers).toHaveLength(1);
    expect(sockets).toHaveLength(1);
  });

  it('is quiet after it was stopped', async () => {
    const { line, sockets, timers, settle } = scene([board(1)]);
    line.start();
    line.stop();
    sockets[0]?.onclose?.({ code: 1001 });
    await settle();
    expect(timers).toEqual([]);
  });
});
