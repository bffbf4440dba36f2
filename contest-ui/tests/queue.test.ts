import { describe, expect, it } from 'vitest';
import { Problem } from '../src/api/problem';
import { Device, offline, pick, Server, settle } from './fixture';

describe('an answer is saved only when the server said so', () => {
  it('is sending from the tap to the ack', async () => {
    const server = new Server();
    let open: () => void = () => undefined;
    server.gate = new Promise((resolve) => (open = resolve));
    const { queue } = await new Device(server).open();
    queue.answer(1, pick('a'));
    await settle();
    expect(server.calls).toEqual(['one 1:1']);
    expect(queue.stateOf(1)).toBe('sending');
    open();
    await settle();
    expect(queue.stateOf(1)).toBe('saved');
    expect(queue.stateOf(2)).toBeNull();
  });

  it('is not saved by the ack of an older answer to the same question', async () => {
    const server = new Server();
    let open: () => void = () => undefined;
    server.gate = new Promise((resolve) => (open = resolve));
    const { queue } = await new Device(server).open();
    queue.answer(1, pick('a'));
    await settle();
    queue.answer(1, pick('b'));
    server.faults.push({ problem: offline(), stored: false });
    server.faults.unshift({ problem: offline(), stored: true });
    open();
    await settle();
    expect(queue.stateOf(1)).toBe('unsent');
    expect(server.held.get(1)?.answer).toEqual(pick('a'));
  });

  it('stays unsent while the line is cut and is sent with the same number afterwards', async () => {
    const server = new Server();
    const device = await new Device(server).open();
    server.faults.push({ problem: offline(), stored: true });
    device.queue.answer(3, pick('c'));
    await settle();
    expect(device.queue.stateOf(3)).toBe('unsent');
    await device.tick();
    expect(device.queue.stateOf(3)).toBe('saved');
    expect(server.calls).toEqual(['one 3:1', 'one 3:1']);
    expect(server.log).toHaveLength(1);
  });
});

describe('order', () => {
  it('sends one call at a time and gathers the rest in a bulk, in order of their numbers', async () => {
    const server = new Server();
    let open: () => void = () => undefined;
    server.gate = new Promise((resolve) => (open = resolve));
    const { queue } = await new Device(server).open();
    queue.answer(5, pick('a'));
    await settle();
    queue.answer(4, pick('b'));
    queue.answer(2, pick('c'));
    queue.answer(4, pick('d'));
    open();
    await settle();
    expect(server.calls).toEqual(['one 5:1', 'many 2:3 4:4']);
    expect(queue.numbers()).toEqual({
      epoch: 1,
      final_seq: 4,
      acked_seq: 4,
      last: [
        { slot: 2, seq: 3 },
        { slot: 4, seq: 4 },
        { slot: 5, seq: 1 },
      ],
    });
  });

  it('waits what Retry-After asks and longer, never shorter', async () => {
    const server = new Server();
    const device = await new Device(server).open();
    server.faults.push({ problem: new Problem(503, 'unavailable', '', [], 7000), stored: false });
    device.queue.answer(1, pick('a'));
    await settle();
    expect(device.timers[0]?.ms).toBeGreaterThanOrEqual(7000);
    device.queue.answer(2, pick('a'));
    await settle();
    expect(server.calls).toHaveLength(1);
    await device.tick();
    expect(server.calls[1]).toBe('many 1:1 2:2');
  });

  it('takes a higher number after answer.stale and answer.seq_conflict', async () => {
    const server = new Server();
    const one = await new Device(server).open();
    const twin = await new Device(server).open();
    one.queue.answer(1, pick('a'));
    await settle();
    twin.queue.answer(1, pick('b'));
    await settle();
    expect(twin.queue.stateOf(1)).toBe('saved');
    expect(server.held.get(1)).toEqual({ epoch: 1, seq: 2, answer: pick('b') });
  });
});

describe('a bulk in which the server is short of something', () => {
  it.each(['storage_unavailable', 'storage_full', 'overloaded', 'rate.limited', 'internal'])('sends again what ended with %s, and keeps the acks beside it', async (code) => {
    const server = new Server();
    const device = await new Device(server).open();
    server.faults.push({ problem: offline(), stored: false });
    device.queue.answer(1, pick('a'));
    await settle();
    device.queue.answer(2, pick('b'));
    device.queue.answer(3, pick('c'));
    server.short.set(1, code);
    await device.tick();
    expect([1, 2, 3].map((slot) => device.queue.stateOf(slot))).toEqual(['unsent', 'saved', 'saved']);
    server.short.clear();
    await device.tick();
    expect(device.queue.stateOf(1)).toBe('saved');
    expect(server.held.get(1)).toEqual({ epoch: 1, seq: 1, answer: pick('a') });
  });
});

describe('coming back', () => {
  it('survives a closed tab: what was unsent goes in one bulk under the same numbers', async () => {
    const server = new Server();
    const before = await new Device(server).open();
    before.queue.answer(1, pick('a'));
    await settle();
    server.faults.push({ problem: offline(), stored: false });
    before.queue.answer(2, pick('b'));
    before.queue.answer(3, pick('c'));
    await settle();
    before.queue.stop();

    const after = await new Device(server, before.store).open();
    expect(after.queue.stateOf(2)).toBe('saved');
    expect(server.calls.at(-1)).toBe('many 2:2 3:3');
    expect(await before.store.read('a1')).toEqual([]);
  });

  it('does not send again what was stored although its ack was lost', async () => {
    const server = new Server();
    const before = await new Device(server).open();
    server.faults.push({ problem: offline(), stored: true });
    before.queue.answer(2, pick('b'));
    await settle();
    before.queue.stop();
    const after = await new Device(server, before.store).open();
    expect(after.queue.stateOf(2)).toBe('saved');
    expect(server.calls).toHaveLength(1);
  });

  it('goes on counting where the numbers ended', async () => {
    const server = new Server();
    const before = await new Device(server).open();
    before.queue.answer(1, pick('a'));
    await settle();
    const after = await new Device(server, before.store).open();
    after.queue.answer(2, pick('b'));
    await settle();
    expect(server.calls.at(-1)).toBe('one 2:2');
  });
});

describe('takeover', () => {
  it('stops when another device took over, keeps what is unsent, and sends it after taking back', async () => {
    const server = new Server();
    const first = await new Device(server).open();
    server.epoch = 2;
    first.queue.answer(7, pick('a'));
    await settle();
    expect(first.queue.status).toBe('superseded');
    expect(first.queue.stateOf(7)).toBe('unsent');
    expect(first.timers).toEqual([]);
    server.epoch = 3;
    await first.open();
    expect(first.queue.stateOf(7)).toBe('saved');
    expect(server.held.get(7)?.epoch).toBe(3);
  });

  it('gives way where the other device answered the same question later', async () => {
    const server = new Server();
    const first = await new Device(server).open();
    server.faults.push({ problem: offline(), stored: false });
    first.queue.answer(1, pick('old'));
    await settle();
    server.epoch = 2;
    const second = await new Device(server).open();
    second.queue.answer(1, pick('new'));
    await settle();
    server.epoch = 3;
    await first.open();
    expect(first.queue.answerOf(1)).toEqual(pick('new'));
    expect(server.held.get(1)?.answer).toEqual(pick('new'));
  });
});

describe('ends', () => {
  it('stops for good when the attempt is closed', async () => {
    const server = new Server();
    const { queue } = await new Device(server).open();
    server.closed = true;
    queue.answer(1, pick('a'));
    await settle();
    expect(queue.status).toBe('closed');
    expect(queue.stateOf(1)).toBe('unsent');
    await queue.settled();
  });

  it('stops on a bulk that meets a closed attempt', async () => {
    const server = new Server();
    const device = await new Device(server).open();
    server.faults.push({ problem: offline(), stored: false });
    device.queue.answer(1, pick('a'));
    device.queue.answer(2, pick('a'));
    await settle();
    server.closed = true;
    await device.tick();
    expect(device.queue.status).toBe('closed');
  });

  it('keeps a refused answer out of the way of the others', async () => {
    const server = new Server();
    const { queue } = await new Device(server).open();
    server.faults.push({ problem: new Problem(422, 'answer.invalid', 'Không có phương án này.'), stored: false });
    queue.answer(1, pick('zz'));
    await settle();
    expect(queue.stateOf(1)).toBe('refused');
    queue.answer(2, pick('a'));
    await settle();
    expect(queue.stateOf(2)).toBe('saved');
  });
});
