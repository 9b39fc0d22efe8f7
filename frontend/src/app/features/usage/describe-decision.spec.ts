import { CIRCUIT_STATES } from '@cch/contracts/circuit-states';
import {
  ATTEMPT_OUTCOMES,
  EGRESS_ROUTES,
  EXHAUSTION_REASONS,
  RELEASE_REASONS,
  SELECTION_METHODS,
  SKIP_REASONS,
} from '@cch/contracts/decision-codes';
import { GATEWAY_ERRORS } from '@cch/contracts/error-codes';
import { BLAMES, FAILURE_REASONS, NEXT_STEPS } from '@cch/contracts/failure-reasons';
import { describe, expect, it } from 'vitest';
import english from '../../i18n/en.json';
import { describeDecision } from './describe-decision';
import type { LogDecision } from './usage-api';

const selected: Extract<LogDecision, { kind: 'selected' }> = {
  kind: 'selected',
  providerId: 7,
  providerName: 'Main',
  priority: 0,
  weight: 3,
  probability: 0.6,
  method: 'weight',
  circuit: 'closed',
  candidates: [
    { providerId: 7, providerName: 'Main', probability: 0.6 },
    { providerId: 8, providerName: null, probability: 0.4 },
  ],
};
const attempt = {
  kind: 'attempt',
  number: 1,
  providerId: 7,
  providerName: 'Main',
  startedMs: 1,
  durationMs: 1500,
} as const;

const overloaded = {
  reason: 'overloaded',
  next: 'other_first',
  blame: 'provider',
  trips: true,
  retryAfterMs: 2000,
} as const;
const keysOf = (decision: LogDecision) => describeDecision(decision).notes.map(({ key }) => key);

describe('describeDecision', () => {
  it.each<[string, LogDecision, Partial<ReturnType<typeof describeDecision>>]>([
    [
      'a skipped provider with the reason',
      { kind: 'skipped', providerId: 7, providerName: 'Main', reason: 'group' },
      { tone: 'idle', key: 'decision.skipped', notes: [{ key: 'skipReason.group' }] },
    ],
    ['a choice among several', selected, { tone: 'good', key: 'decision.selectedAmong' }],
    [
      'the only candidate',
      { ...selected, candidates: selected.candidates.slice(0, 1) },
      { key: 'decision.selectedOnly' },
    ],
    [
      'an answer',
      { ...attempt, outcome: 'answered', statusCode: 200 },
      { tone: 'good', key: 'decision.answered' },
    ],
    [
      'an answer that is an error',
      { ...attempt, outcome: 'answered', statusCode: 400, failure: { ...overloaded, next: 'return' } },
      { tone: 'bad' },
    ],
    ['a kept session', { ...selected, method: 'session' }, { key: 'decision.selectedSession' }],
    [
      'a session that leaves',
      { kind: 'released', providerId: 7, providerName: 'Main', reason: 'better_priority' },
      { tone: 'warn', notes: [{ key: 'releaseReason.better_priority' }] },
    ],
    [
      'a session whose provider cannot serve any more',
      { kind: 'released', providerId: 7, providerName: 'Main', reason: 'drained' },
      { notes: [{ key: 'skipReason.drained' }] },
    ],
    ['the end', { kind: 'exhausted', reason: 'deadline' }, { tone: 'bad', key: 'exhaustionReason.deadline' }],
    [
      'a failure without an answer',
      { ...attempt, outcome: 'failed', errorCode: 'upstream_unreachable' },
      { tone: 'bad', key: 'decision.failedNoStatus', notes: [{ key: 'errorCode.upstream_unreachable' }] },
    ],
    [
      'an attempt given up',
      { ...attempt, outcome: 'abandoned' },
      { tone: 'idle', key: 'decision.abandoned' },
    ],
  ])('%s', (_name, decision, expected) => {
    expect(describeDecision(decision)).toMatchObject(expected);
  });

  it('lists the chances, and says that a request was a trial', () => {
    expect(describeDecision(selected).notes).toEqual([
      { key: 'decision.candidates', params: { list: 'Main 60 %, #8 40 %' } },
    ]);
    expect(keysOf({ ...selected, circuit: 'half-open' })).toContain('decision.trial');
  });

  it('says what went wrong, what comes next and whether it counts', () => {
    const failed: LogDecision = {
      ...attempt,
      outcome: 'failed',
      statusCode: 529,
      waitedMs: 40,
      ttfbMs: 100,
      model: 'glm-5',
      route: 'direct_after_proxy',
      failure: overloaded,
    };
    expect(keysOf(failed)).toEqual([
      'decision.waited',
      'decision.model',
      'egressRoute.direct_after_proxy',
      'decision.firstByte',
      'failureReason.overloaded',
      'decision.retryAfter',
      'nextStep.other_first',
      'decision.counts',
    ]);
  });

  it.each([
    ['a network failure that does not count', { blame: 'network', trips: false }, ['decision.countsNot']],
    ['the fault of the caller', { blame: 'caller', trips: false }, []],
  ] as const)('%s', (_name, verdict, said) => {
    const failure = { reason: 'unreachable', next: 'same', ...verdict } as const;
    const keys = keysOf({ ...attempt, outcome: 'failed', failure });
    expect(keys.filter((key) => key.startsWith('decision.counts'))).toEqual(said);
  });

  it('has words for every code', () => {
    const missing = everyDecision()
      .map(describeDecision)
      .flatMap(({ key, notes }) => [key, ...notes.map((note) => note.key)])
      .filter((key) => textOf(key) === undefined);
    expect(missing).toEqual([]);
  });

  it('names the provider and gives the chance in per cent', () => {
    expect(describeDecision(selected).params).toMatchObject({ provider: 'Main', chance: 60 });
  });

  it('falls back to the number of a provider without a name', () => {
    expect(describeDecision({ ...selected, providerName: null }).params).toMatchObject({ provider: '#7' });
  });
});

/** Decisions in which each code of the contract occurs at least once. */
function everyDecision(): readonly LogDecision[] {
  const provider = { providerId: 7, providerName: 'Main' };
  const failed = { ...attempt, outcome: 'failed' } as const;
  return [
    ...SKIP_REASONS.map((reason) => ({ kind: 'skipped', ...provider, reason }) as const),
    ...RELEASE_REASONS.map((reason) => ({ kind: 'released', ...provider, reason }) as const),
    ...SELECTION_METHODS.map((method) => ({ ...selected, method })),
    ...CIRCUIT_STATES.map((circuit) => ({ ...selected, circuit })),
    ...ATTEMPT_OUTCOMES.map((outcome) => ({ ...attempt, outcome, statusCode: 500 })),
    ...EGRESS_ROUTES.map((route) => ({ ...failed, route })),
    ...Object.keys(GATEWAY_ERRORS).map((errorCode) => ({ ...failed, errorCode })),
    ...FAILURE_REASONS.map((reason) => ({ ...failed, failure: { ...overloaded, reason } })),
    ...NEXT_STEPS.map((next) => ({ ...failed, failure: { ...overloaded, next } })),
    ...BLAMES.map((blame) => ({ ...failed, failure: { ...overloaded, blame } })),
    ...EXHAUSTION_REASONS.map((reason) => ({ kind: 'exhausted', reason }) as const),
  ];
}

function textOf(key: string): unknown {
  return key.split('.').reduce<unknown>((tree, name) => {
    return typeof tree === 'object' && tree !== null ? Reflect.get(tree, name) : undefined;
  }, english);
}
