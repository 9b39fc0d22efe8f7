import type { LimitKind } from '@cch/contracts/limit-kinds';
import { describe, expect, it } from 'vitest';
import {
  isReached,
  isSpent,
  limitStates,
  type LimitState,
  reachedLimit,
  type SubjectReading,
  tightestLimit,
} from './limit-state';
import { compileLimits, type LimitFields } from './limits';

const NO_LIMITS: LimitFields = {
  rpmLimit: null,
  limit5hUsd: null,
  limit5hResetMode: 'rolling',
  limitDailyUsd: null,
  dailyResetMode: 'fixed',
  dailyResetTime: '00:00',
  limitWeeklyUsd: null,
  limitMonthlyUsd: null,
  limitTotalUsd: null,
  limitConcurrentSessions: null,
};
const NOTHING_USED: SubjectReading = {
  requests: 0,
  requestsResetAt: 0,
  otherSessions: 0,
  sessionsResetAt: 0,
  held: 0,
  spend: [],
};

const state = (kind: LimitKind, fields: Partial<LimitState> = {}): LimitState => ({
  subject: 'key',
  kind,
  limit: 100,
  used: 0,
  held: 0,
  resetAt: undefined,
  ...fields,
});

describe('limitStates', () => {
  it('has one state for each limit that there is, with what the counters say of it', () => {
    const limits = compileLimits({
      ...NO_LIMITS,
      rpmLimit: 60,
      limitConcurrentSessions: 3,
      limitDailyUsd: '2.5',
      limitTotalUsd: '100',
    });
    const reading: SubjectReading = {
      requests: 7,
      requestsResetAt: 70_000,
      otherSessions: 2,
      sessionsResetAt: 320_000,
      held: 40,
      spend: [
        { used: 1_000_000, resetAt: 86_400_000 },
        { used: 3, resetAt: undefined },
      ],
    };
    const count = { subject: 'user', held: 0 };
    expect(limitStates('user', limits, reading)).toEqual([
      {
        subject: 'user',
        kind: 'spend_daily',
        limit: 2_500_000,
        used: 1_000_000,
        held: 40,
        resetAt: 86_400_000,
      },
      { subject: 'user', kind: 'spend_total', limit: 100_000_000, used: 3, held: 40, resetAt: undefined },
      { ...count, kind: 'rpm', limit: 60, used: 7, resetAt: 70_000 },
      { ...count, kind: 'concurrent_sessions', limit: 3, used: 2, resetAt: 320_000 },
    ]);
  });

  it('names no end of what nobody has used', () => {
    const limits = compileLimits({ ...NO_LIMITS, rpmLimit: 60, limitConcurrentSessions: 3 });
    const states = limitStates('key', limits, NOTHING_USED);
    expect(states.map(({ used, resetAt }) => [used, resetAt])).toEqual([
      [0, undefined],
      [0, undefined],
    ]);
  });

  it('takes spend that nobody told of for none', () => {
    const limits = compileLimits({ ...NO_LIMITS, limitWeeklyUsd: '1' });
    expect(limitStates('key', limits, NOTHING_USED)).toMatchObject([
      { used: 0, held: 0, resetAt: undefined },
    ]);
  });
});

describe('isReached and isSpent', () => {
  it.each<[string, LimitState, boolean, boolean]>([
    ['nothing used', state('spend_daily'), false, false],
    ['one below', state('spend_daily', { used: 99 }), false, false],
    ['all spent', state('spend_daily', { used: 100 }), true, true],
    ['all spent and some of it twice', state('spend_total', { used: 130 }), true, true],
    ['all held', state('spend_daily', { held: 100 }), true, false],
    ['spent and held together', state('spend_daily', { used: 60, held: 40 }), true, false],
    ['spent and held, one below', state('spend_daily', { used: 60, held: 39 }), false, false],
    ['lowered below what is spent', state('spend_5h', { limit: 10, used: 60 }), true, true],
    ['requests', state('rpm', { used: 100 }), true, false],
    ['requests, one below', state('rpm', { used: 99 }), false, false],
    ['sessions', state('concurrent_sessions', { used: 100 }), true, false],
  ])('%s', (_, limit, reached, spent) => {
    expect([isReached(limit), isSpent(limit)]).toEqual([reached, spent]);
  });
});

describe('reachedLimit', () => {
  const reached = (kind: LimitKind, fields: Partial<LimitState> = {}) =>
    state(kind, { used: 100, ...fields });
  const held = (kind: LimitKind) => state(kind, { held: 100 });

  it.each<[string, readonly LimitState[], LimitState | undefined]>([
    ['none of none', [], undefined],
    ['none that is not reached', [state('rpm'), state('spend_total', { used: 99 })], undefined],
    ['the only one', [state('rpm'), reached('spend_weekly')], reached('spend_weekly')],
    ['the total before all others', [reached('spend_5h'), reached('spend_total')], reached('spend_total')],
    [
      'sessions before requests',
      [reached('rpm'), reached('concurrent_sessions')],
      reached('concurrent_sessions'),
    ],
    ['the shorter window first', [reached('spend_monthly'), reached('spend_5h')], reached('spend_5h')],
    ['the key before its user', [reached('rpm'), reached('rpm', { subject: 'user' })], reached('rpm')],
    [
      'a user’s total before a key’s requests',
      [reached('rpm'), reached('spend_total', { subject: 'user' })],
      reached('spend_total', { subject: 'user' }),
    ],
    [
      'what is spent before what is only held',
      [held('spend_total'), reached('spend_5h')],
      reached('spend_5h'),
    ],
    // Waiting a minute would not help this client, so it is told of the money.
    ['what is spent before requests', [reached('rpm'), reached('spend_monthly')], reached('spend_monthly')],
    ['what is held when nothing is spent', [held('spend_daily')], held('spend_daily')],
  ])('%s', (_, states, expected) => {
    expect(reachedLimit(states)).toEqual(expected);
  });
});

describe('tightestLimit', () => {
  it.each<[string, readonly LimitState[], LimitKind | undefined]>([
    ['none of none', [], undefined],
    [
      'by share, not by amount',
      [state('rpm', { limit: 10, used: 5 }), state('spend_5h', { used: 60 })],
      'spend_5h',
    ],
    [
      'with what is held',
      [state('rpm', { used: 50 }), state('spend_5h', { used: 30, held: 30 })],
      'spend_5h',
    ],
    ['the first of equals', [state('spend_daily'), state('rpm')], 'spend_daily'],
    ['what is over', [state('rpm', { used: 100 }), state('spend_5h', { used: 300 })], 'spend_5h'],
  ])('%s', (_, states, expected) => {
    expect(tightestLimit(states)?.kind).toBe(expected);
  });
});
