import { describe, expect, it } from 'vitest';
import { crossed, ServerClock, shown, slept, urgency } from '../src/exam/clock';

const at = (ms: number) => new Date(ms).toISOString();
const T = Date.parse('2026-12-01T00:00:00.000Z');

describe('ServerClock', () => {
  it('puts the server time in the middle of the round trip', () => {
    let mono = 1000;
    const clock = new ServerClock(() => mono);
    clock.sample(at(T), 900, 1100);
    expect(clock.now()).toBe(T);
    mono = 6000;
    expect(clock.now()).toBe(T + 5000);
    expect(clock.uncertainty).toBe(100);
  });

  it('keeps the sample with the shorter round trip', () => {
    const clock = new ServerClock(() => 10_000);
    clock.sample(at(T), 9_990, 10_010);
    clock.sample(at(T + 300), 9_000, 11_000);
    expect(clock.now()).toBe(T);
  });

  it('takes a sample that contradicts the kept one: the device slept', () => {
    const clock = new ServerClock(() => 20_000);
    clock.sample(at(T), 9_990, 10_010);
    clock.sample(at(T + 600_000), 19_000, 21_000);
    expect(clock.now()).toBe(T + 600_000);
  });

  it('counts down to the deadline the server gave, and no further than 0', () => {
    let mono = 0;
    const clock = new ServerClock(() => mono);
    expect(clock.remaining()).toBeNull();
    clock.sample(at(T), 0, 0);
    clock.left(900_000, at(T));
    mono = 899_000;
    expect(clock.remaining()).toBe(1000);
    mono = 999_000;
    expect(clock.remaining()).toBe(0);
  });

  it('follows a deadline that moved later', () => {
    const clock = new ServerClock(() => 0);
    clock.sample(at(T), 0, 0);
    clock.left(1000, at(T));
    clock.left(61_000, at(T));
    expect(clock.remaining()).toBe(61_000);
  });
});

describe('what is said and shown', () => {
  it('speaks at 10, 5, 1 minutes and the end only', () => {
    expect(crossed(600_001, 600_000)).toBe(600_000);
    expect(crossed(600_000, 599_000)).toBeNull();
    expect(crossed(300_100, 299_900)).toBe(300_000);
    expect(crossed(60_010, 59_990)).toBe(60_000);
    expect(crossed(10, 0)).toBe(0);
    expect(crossed(0, 0)).toBeNull();
  });

  it('says only the lowest threshold after a long sleep', () => {
    expect(crossed(700_000, 30_000)).toBe(60_000);
  });

  it('shows whole minutes until five remain', () => {
    expect(shown(900_000)).toEqual({ minutes: 15, seconds: null });
    expect(shown(300_001)).toEqual({ minutes: 6, seconds: null });
    expect(shown(300_000)).toEqual({ minutes: 5, seconds: 0 });
    expect(shown(59_001)).toEqual({ minutes: 1, seconds: 0 });
    expect(shown(0)).toEqual({ minutes: 0, seconds: 0 });
  });

  it('changes its word at five minutes and at one', () => {
    expect([urgency(300_001), urgency(300_000), urgency(60_000)]).toEqual(['calm', 'soon', 'last']);
  });

  it('notices that the device slept', () => {
    expect(slept(1000, 1000)).toBe(false);
    expect(slept(60_000, 1000)).toBe(true);
    expect(slept(-5000, 1000)).toBe(true);
  });
});
