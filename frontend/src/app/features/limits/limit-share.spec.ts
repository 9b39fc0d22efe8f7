import { describe, expect, it } from 'vitest';
import { isUncounted, resetNote, shareOf, worstLimit } from './limit-share';
import type { LimitStanding, LimitUsage } from './limits-api';

const DAILY: LimitStanding = {
  kind: 'spend_daily',
  limit: '10',
  used: '2.5',
  reserved: '0',
  remaining: '7.5',
  mode: 'fixed',
  windowStart: '2026-11-25T00:00:00.000Z',
  resetAt: '2026-11-26T00:00:00.000Z',
  resetsGradually: false,
};
const RPM: LimitStanding = { ...DAILY, kind: 'rpm', reserved: null, mode: 'rolling', resetsGradually: true };

describe('shareOf', () => {
  it.each<[string, Partial<LimitStanding>, ReturnType<typeof shareOf>]>([
    ['a quarter', {}, { percent: 25, usedWidth: 25, reservedWidth: 0, tone: 'good' }],
    [
      'with reservations',
      { reserved: '1.5' },
      { percent: 40, usedWidth: 25, reservedWidth: 15, tone: 'good' },
    ],
    ['nearly used up', { used: '8' }, { percent: 80, usedWidth: 80, reservedWidth: 0, tone: 'warn' }],
    [
      'not reached by a hair',
      { used: '9.9999' },
      { percent: 99, usedWidth: 99.999, reservedWidth: 0, tone: 'warn' },
    ],
    ['reached', { used: '10' }, { percent: 100, usedWidth: 100, reservedWidth: 0, tone: 'bad' }],
    [
      'reached by reservations',
      { used: '5', reserved: '6' },
      { percent: 110, usedWidth: 50, reservedWidth: 50, tone: 'bad' },
    ],
    [
      'lowered below its use',
      { limit: '1' },
      { percent: 250, usedWidth: 100, reservedWidth: 0, tone: 'bad' },
    ],
    ['no limit', { limit: null }, undefined],
    ['unknown use', { used: null }, undefined],
    [
      'unknown reservations',
      { reserved: null },
      { percent: 25, usedWidth: 25, reservedWidth: 0, tone: 'good' },
    ],
  ])('%s', (_name, part, expected) => {
    const share = shareOf({ ...DAILY, ...part });
    expect(share && { ...share, usedWidth: Number(share.usedWidth.toFixed(6)) }).toEqual(expected);
  });
});

const usage = (limits: readonly LimitStanding[], isEnforced = true): LimitUsage => ({
  subject: 'user',
  id: 1,
  isEnforced,
  limitsResetAt: null,
  limits: [...limits],
});

it.each<[string, readonly LimitStanding[], string | undefined]>([
  ['no limits', [], undefined],
  ['the fullest', [DAILY, { ...DAILY, kind: 'spend_total', used: '9' }, RPM], 'spend_total'],
  ['not one that nobody knows', [{ ...RPM, used: null }, DAILY], 'spend_daily'],
  ['the first of two', [RPM, DAILY], 'rpm'],
])('the worst limit: %s', (_name, limits, expected) => {
  expect(worstLimit(usage(limits))?.standing.kind).toBe(expected);
});

it.each<[string, readonly LimitStanding[], boolean, boolean]>([
  ['everything counted', [DAILY, RPM], true, false],
  ['requests uncounted', [{ ...RPM, used: null }], true, true],
  ['reservations uncounted', [{ ...DAILY, reserved: null }], true, true],
  ['no limit to count for', [{ ...RPM, limit: null, used: null }], true, false],
  ['limits switched off', [{ ...RPM, used: null }], false, false],
])('Redis is away: %s', (_name, limits, isEnforced, expected) => {
  expect(isUncounted(usage(limits, isEnforced))).toBe(expected);
});

it.each<[string, LimitStanding, ReturnType<typeof resetNote>]>([
  ['a fixed day', DAILY, { key: 'limits.reset.in', at: '2026-11-26T00:00:00.000Z' }],
  ['a rolling day', { ...DAILY, resetsGradually: true }, { key: 'limits.reset.gradually', at: null }],
  ['requests', RPM, { key: 'limits.reset.minute', at: null }],
  ['sessions', { ...RPM, kind: 'concurrent_sessions' }, { key: 'limits.reset.sessions', at: null }],
  ['the total', { ...DAILY, kind: 'spend_total', resetAt: null }, { key: 'limits.reset.never', at: null }],
  [
    'five hours before their first use',
    { ...DAILY, kind: 'spend_5h', windowStart: null, resetAt: null },
    { key: 'limits.reset.firstUse', at: null },
  ],
])('the end of %s', (_name, standing, expected) => expect(resetNote(standing)).toEqual(expected));
