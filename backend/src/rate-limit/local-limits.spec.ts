import { LIMIT_KINDS, type LimitKind } from '@cch/contracts/limit-kinds';
import type { LimitFields } from '@cch/domain/limits/limits';
import type { LimitState } from '@cch/domain/limits/limit-state';
import { describe, expect, it } from 'vitest';
import { limitedSubject, type LimitedSubject } from '../limits/limited-subject';
import type { Demand } from './admission-script';
import { LocalLimits } from './local-limits';

const NONE: LimitFields = {
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
const NOW = Date.parse('2026-11-25T12:00:00Z');
const MINUTE = 60_000;
const ALL: ReadonlySet<LimitKind> = new Set(LIMIT_KINDS);

function limited(fields: Partial<LimitFields>, kind: 'key' | 'user' = 'key'): LimitedSubject {
  const subject = limitedSubject(kind, 1, { ...NONE, ...fields }, undefined);
  if (!subject) throw new Error('it has no limits');
  return subject;
}

let made = 0;

function demand(subject: LimitedSubject, fields: Partial<Demand> = {}): Demand {
  made += 1;
  return {
    subjects: [subject],
    id: `request-${made}`,
    at: NOW,
    estimateMicros: 0,
    session: undefined,
    sessionTtlMs: 5 * MINUTE,
    isStrict: () => false,
    ...fields,
  };
}

/** What a request asks for that comes at a moment, with nothing but this in hand. */
function stateAt(
  local: LocalLimits,
  subject: LimitedSubject,
  fields: Partial<Demand> = {},
): LimitState | undefined {
  return local.states(demand(subject, fields), ALL)[0];
}

describe('requests', () => {
  it('count for a minute', () => {
    const local = new LocalLimits();
    const subject = limited({ rpmLimit: 10 });
    local.take(demand(subject, { at: NOW - 30_000 }));
    local.take(demand(subject));
    const used = (at: number) => stateAt(local, subject, { at })?.used;
    expect([used(NOW), used(NOW + 29_999), used(NOW + 30_000), used(NOW + MINUTE)]).toEqual([2, 2, 1, 0]);
  });

  it('of others count for others', () => {
    const local = new LocalLimits();
    const [key, user] = [limited({ rpmLimit: 10 }), limited({ rpmLimit: 5 }, 'user')];
    local.take(demand(key));
    local.take(demand(key, { subjects: [key, user] }));
    const both = local.states(demand(key, { subjects: [key, user] }), ALL);
    expect(both.map(({ subject, limit, used }) => [subject, limit, used])).toEqual([
      ['key', 10, 2],
      ['user', 5, 1],
    ]);
  });
});

describe('sessions', () => {
  const subject = limited({ limitConcurrentSessions: 2 });

  it('count once each until they are idle for too long, the asking one not at all', () => {
    const local = new LocalLimits();
    for (const [session, at] of [
      ['a', NOW],
      ['b', NOW + MINUTE],
      ['a', NOW + 2 * MINUTE],
    ] as const)
      local.take(demand(subject, { session, at }));
    const used = (session: string, minutes: number) =>
      stateAt(local, subject, { session, at: NOW + minutes * MINUTE })?.used;
    expect([used('a', 2), used('c', 2)]).toEqual([1, 2]);
    expect([used('c', 6), used('b', 6)]).toEqual([1, 1]); // b is idle for five minutes
    expect(used('c', 7)).toBe(0);
  });

  it('limit nothing that belongs to none', () => {
    const local = new LocalLimits();
    local.take(demand(subject, { session: 'a' }));
    expect(stateAt(local, subject)).toBeUndefined();
  });
});

describe('money', () => {
  const subject = limited({ limitDailyUsd: '1' });
  const told = (used: number, resetAt?: number): LimitState[] => [
    { subject: 'key', kind: 'spend_daily', limit: 1_000_000, used, held: 0, resetAt },
  ];

  it('is held until a request ends, and then spent as much as it cost', () => {
    const local = new LocalLimits();
    const [first, second] = [
      demand(subject, { estimateMicros: 700 }),
      demand(subject, { estimateMicros: 50 }),
    ];
    local.take(first);
    local.take(second);
    expect(stateAt(local, subject)).toMatchObject({
      kind: 'spend_daily',
      limit: 1_000_000,
      used: 0,
      held: 750,
    });
    local.settle(subject, first.id, 300);
    expect(stateAt(local, subject)).toMatchObject({ used: 300, held: 50 });
    local.settle(subject, second.id, 0);
    expect(stateAt(local, subject)).toMatchObject({ used: 300, held: 0 });
  });

  it('of a request is spent once, and only if it was let in here', () => {
    const local = new LocalLimits();
    const request = demand(subject, { estimateMicros: 700 });
    local.settle(subject, request.id, 300);
    local.take(request);
    local.settle(subject, request.id, 300);
    local.settle(subject, request.id, 300);
    expect(stateAt(local, subject)).toMatchObject({ used: 300, held: 0 });
  });

  it('adds up to what Redis told last', () => {
    const local = new LocalLimits();
    local.know(subject, told(900_000, NOW + MINUTE));
    const request = demand(subject);
    local.take(request);
    local.settle(subject, request.id, 99);
    expect(stateAt(local, subject)).toMatchObject({ used: 900_099, resetAt: NOW + MINUTE });
  });

  it('of before counts no more when its window has ended', () => {
    const local = new LocalLimits();
    local.know(subject, told(900_000, NOW + MINUTE));
    const used = (at: number) => stateAt(local, subject, { at })?.used;
    expect([used(NOW + MINUTE - 1), used(NOW + MINUTE)]).toEqual([900_000, 0]);
  });

  it('of a window without an end stays', () => {
    const local = new LocalLimits();
    local.know(subject, told(900_000));
    expect(stateAt(local, subject, { at: NOW + 365 * 86_400_000 })?.used).toBe(900_000);
  });

  it('is told anew by Redis, which has heard of it all', () => {
    const local = new LocalLimits();
    const request = demand(subject);
    local.take(request);
    local.settle(subject, request.id, 400);
    local.know(subject, told(1400));
    expect(stateAt(local, subject)?.used).toBe(1400);
  });

  it('is not counted twice because a request was under way when Redis came back', () => {
    const local = new LocalLimits();
    const [ended, running] = [demand(subject), demand(subject, { estimateMicros: 50 })];
    local.take(ended);
    local.take(running);
    local.settle(subject, ended.id, 400);
    local.know(subject, told(1400));
    expect(stateAt(local, subject)).toMatchObject({ used: 1400, held: 50 });
  });
});

describe('kinds', () => {
  const subject = limited({
    rpmLimit: 10,
    limitConcurrentSessions: 2,
    limit5hUsd: '1',
    limitDailyUsd: '2',
    limitWeeklyUsd: '3',
    limitMonthlyUsd: '4',
    limitTotalUsd: '5',
  });

  it.each<[string, readonly LimitKind[]]>([
    ['none', []],
    ['one', ['spend_weekly']],
    ['counts', ['rpm', 'concurrent_sessions']],
    [
      'all',
      [
        'rpm',
        'concurrent_sessions',
        'spend_5h',
        'spend_daily',
        'spend_weekly',
        'spend_monthly',
        'spend_total',
      ],
    ],
  ])('%s that are to hold', (_, kinds) => {
    const states = new LocalLimits().states(demand(subject, { session: 'a' }), new Set(kinds));
    expect(states.map(({ kind }) => kind)).toEqual(kinds);
  });
});
