import { afterEach, describe, expect, it, vi } from 'vitest';
import { get, serverNow } from '../src/api/http';
import en from '../src/i18n/en/board';
import viWords from '../src/i18n/vi/board';
import { ageOf } from '../src/live/age';

const AT = Date.parse('2026-12-01T08:00:00Z');

describe('how old a board is', () => {
  const now = { device: 1_000_000, server: AT };

  it('counts from its arrival while it is on time, however old the state in it', () => {
    expect(ageOf({ as_of: '2026-12-01T07:00:00.000Z' }, 998_000, now)).toBe(2);
    expect(ageOf({ as_of: '2026-12-01T07:00:00.000Z', late: false }, 998_000, now)).toBe(2);
  });

  it('counts from the state in it while it is late, however often the same one comes', () => {
    expect(ageOf({ as_of: '2026-12-01T07:56:59.600Z', late: true }, 1_000_000, now)).toBe(180);
  });

  it('is never below nothing, and falls back on the arrival where the instant cannot be read', () => {
    expect(ageOf({ as_of: '2026-12-01T08:00:03.000Z', late: true }, 0, now)).toBe(0);
    expect(ageOf({ as_of: '', late: true }, 995_000, now)).toBe(5);
  });

  it('is said in both languages', () => {
    expect([5, 185, 7200].map(viWords.taken)).toEqual(['lấy lúc 5 giây trước', 'lấy lúc 3 phút trước', 'lấy lúc 2 giờ trước']);
    expect([5, 185, 7200].map(en.taken)).toEqual(['taken 5 seconds ago', 'taken 3 min ago', 'taken 2 h ago']);
  });
});

describe('the clock of the server', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('is read from its replies, so that a wrong clock of the device does not make a board look old', async () => {
    vi.useFakeTimers({ now: AT + 600_000 });
    const reply = { ok: true, status: 200, headers: new Headers({ Date: new Date(AT).toUTCString() }), text: async () => '{}' };
    vi.stubGlobal('fetch', async () => reply);
    await get('/rounds/r1/scoreboard');
    vi.advanceTimersByTime(2000);
    expect(serverNow()).toBe(AT + 2000);
  });
});
