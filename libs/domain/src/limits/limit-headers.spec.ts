import { describe, expect, it } from 'vitest';
import { amountText, limitHeaders, retryAfterMs } from './limit-headers';
import type { LimitState } from './limit-state';

const DAILY: LimitState = {
  subject: 'key',
  kind: 'spend_daily',
  limit: 2_500_000,
  used: 1_000_001,
  held: 0,
  resetAt: 1_000_001,
};
const RPM: LimitState = { ...DAILY, subject: 'user', kind: 'rpm', limit: 60, used: 7, resetAt: 70_000 };

describe('limitHeaders', () => {
  it('says everything in both spellings, money in USD and the reset in whole seconds', () => {
    expect(limitHeaders(DAILY)).toEqual({
      'x-ratelimit-limit': '2.5',
      'x-ratelimit-remaining': '1.499999',
      // A client that comes back at the full second must not come too early.
      'x-ratelimit-reset': '1001',
      'x-ratelimit-type': 'spend_daily',
      'x-ratelimit-scope': 'key',
      'x-rate-limit-limit': '2.5',
      'x-rate-limit-remaining': '1.499999',
      'x-rate-limit-reset': '1001',
      'x-rate-limit-type': 'spend_daily',
      'x-rate-limit-scope': 'key',
    });
  });

  it.each<[string, Partial<LimitState>, string, string, string | undefined]>([
    ['requests', RPM, '60', '53', '70'],
    ['sessions', { ...RPM, kind: 'concurrent_sessions', limit: 3, used: 3 }, '3', '0', '70'],
    ['what is held is not there', { held: 1_499_999 }, '2.5', '0', '1001'],
    ['more spent than allowed', { used: 9_000_000 }, '2.5', '0', '1001'],
    ['a limit lowered below what is used', { limit: 1 }, '0.000001', '0', '1001'],
    ['a total, which never ends', { kind: 'spend_total', resetAt: undefined }, '2.5', '1.499999', undefined],
  ])('%s', (_, fields, limit, remaining, reset) => {
    const headers = limitHeaders({ ...DAILY, ...fields });
    for (const prefix of ['x-ratelimit', 'x-rate-limit']) {
      expect(headers[`${prefix}-limit`]).toBe(limit);
      expect(headers[`${prefix}-remaining`]).toBe(remaining);
      expect(headers[`${prefix}-reset`]).toBe(reset);
    }
  });
});

describe('retryAfterMs', () => {
  const NOW = 1_000_000;
  const spent: LimitState = { ...DAILY, used: 2_500_000, resetAt: NOW + 90_000 };

  it.each<[string, LimitState, number]>([
    ['spent money comes back with its window', spent, 90_000],
    ['money that is only held may come back at any time', { ...spent, used: 0, held: 2_500_000 }, 1000],
    ['a total does not come back', { ...spent, kind: 'spend_total', resetAt: undefined }, 86_400_000],
    ['requests', { ...RPM, used: 60, resetAt: NOW + 12_345 }, 12_345],
    ['a window that has just ended', { ...spent, resetAt: NOW - 5 }, 1000],
    ['one that ends right away', { ...RPM, used: 60, resetAt: NOW + 3 }, 1000],
  ])('%s', (_, state, expected) => {
    expect(retryAfterMs(state, NOW)).toBe(expected);
  });
});

it.each([
  ['rpm', 60, '60'],
  ['concurrent_sessions', 0, '0'],
  ['spend_5h', 0, '0'],
  ['spend_5h', 1, '0.000001'],
  ['spend_total', 10_000_000_000_000, '10000000'],
] as const)('%s: %i is written %s', (kind, amount, text) => {
  expect(amountText(kind, amount)).toBe(text);
});
