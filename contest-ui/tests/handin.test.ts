import { describe, expect, it } from 'vitest';
import type { HandInBody } from '../src/api/calls';
import { Problem } from '../src/api/problem';
import type { Handed } from '../src/api/types';
import { handIn } from '../src/exam/handin';
import { Device, offline, pick, Server, settle } from './fixture';

const handed = { submission: { forced: false } } as Handed;

async function scene(answers: (Problem | Handed)[], late = false) {
  const server = new Server();
  const device = await new Device(server).open();
  const bodies: HandInBody[] = [];
  const troubles: string[] = [];
  const run = () =>
    handIn({
      queue: device.queue,
      post: async (body) => {
        bodies.push(body);
        const next = answers.shift();
        if (next === undefined || next instanceof Problem) throw next ?? new Error('asked too often');
        return next;
      },
      prediction: 120,
      wait: async () => undefined,
      random: () => 0.5,
      trouble: (problem) => troubles.push(problem.code),
      late: () => late,
    });
  return { server, device, bodies, troubles, run };
}

describe('handing in', () => {
  it('waits for the last ack and then names the last number of every question', async () => {
    const { server, device, bodies, run } = await scene([handed]);
    server.faults.push({ problem: offline(), stored: false });
    device.queue.answer(1, pick('a'));
    device.queue.answer('prediction', { number: 120 });
    await settle();
    const result = run();
    await settle();
    expect(bodies).toEqual([]);
    await device.tick();
    expect(await result).toBe(handed);
    expect(bodies).toEqual([{ epoch: 1, final_seq: 2, last: [{ slot: 1, seq: 1 }], prediction: 120 }]);
    expect(await device.store.read('a1')).toEqual([]);
  });

  it('tries again after a broken line', async () => {
    const { troubles, run } = await scene([offline(), new Problem(503, 'unavailable', ''), handed]);
    expect(await run()).toBe(handed);
    expect(troubles).toEqual(['network', 'unavailable']);
  });

  it('sends again what the server misses', async () => {
    const missing = new Problem(409, 'attempt.missing_answers', '', [], null, { slots: [2] });
    const { server, device, bodies, run } = await scene([missing, handed]);
    device.queue.answer(2, pick('b'));
    await settle();
    await run();
    expect(server.calls).toEqual(['one 2:1', 'one 2:2']);
    expect(bodies[1]?.last).toEqual([{ slot: 2, seq: 2 }]);
  });

  it('leaves the decision to the person when the prediction is required', async () => {
    const { run } = await scene([new Problem(422, 'prediction.required', '')]);
    await expect(run()).rejects.toMatchObject({ code: 'prediction.required' });
  });

  it('does not wait for unsent answers once the time is over', async () => {
    const { server, device, bodies, run } = await scene([handed], true);
    server.faults.push({ problem: offline(), stored: false });
    device.queue.answer(1, pick('a'));
    await settle();
    expect(await run()).toBe(handed);
    expect(bodies[0]).not.toHaveProperty('last');
  });
});
