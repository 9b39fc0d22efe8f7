import { describe, expect, it } from 'vitest';
import {
  admits,
  type BreakerEvent,
  type BreakerPolicy,
  type BreakerState,
  type CircuitChange,
  circuitState,
  CLOSED,
  mayTry,
  opensUntil,
  runningTrials,
  transition,
} from './breaker';

const NOW = 1_000_000;
const HOUR = 3_600_000;
const POLICY: BreakerPolicy = { failureThreshold: 5, openDurationMs: HOUR, halfOpenSuccessThreshold: 2 };
const OFF: BreakerPolicy = { ...POLICY, failureThreshold: 0 };

const closed = (failures: number): BreakerState => ({ kind: 'closed', failures });
const open = (openedAt: number, failures = 5) =>
  ({ kind: 'open', openedAt, failures, cause: 'failures' }) as const;
const openByHand = (openedAt: number, failures = 0): BreakerState => ({
  kind: 'open',
  openedAt,
  failures,
  cause: 'opened_by_hand',
});
const halfOpen = (successes: number, ...trials: readonly [id: string, until: number][]): BreakerState => ({
  kind: 'half-open',
  successes,
  trials: trials.map(([id, until]) => ({ id, until })),
});

const success: BreakerEvent = { kind: 'success' };
const failure: BreakerEvent = { kind: 'failure' };
const trial = (trialId: string): BreakerEvent => ({ kind: 'trial_requested', trialId, leaseMs: 100 });
const succeeded = (trialId: string): BreakerEvent => ({ kind: 'success', trialId });
const failed = (trialId: string): BreakerEvent => ({ kind: 'failure', trialId });
const givenBack = (trialId: string): BreakerEvent => ({ kind: 'trial_given_back', trialId });
const opened: BreakerEvent = { kind: 'opened_by_hand' };
const reset: BreakerEvent = { kind: 'reset_by_hand' };
const probed: BreakerEvent = { kind: 'probe_succeeded' };

type Row = [name: string, before: BreakerState, event: BreakerEvent, after: BreakerState, change?: Change];
type Change = [from: CircuitChange['from'], to: CircuitChange['to'], cause: CircuitChange['cause']];

const ELAPSED = open(NOW - HOUR);
const A: [string, number] = ['a', NOW + 50];
const B: [string, number] = ['b', NOW + 50];
const NEW: [string, number] = ['new', NOW + 100];

describe('transition', () => {
  it.each<Row>([
    ['counts a failure', closed(0), failure, closed(1)],
    ['a success makes the count begin anew', closed(4), success, CLOSED],
    ['opens at the threshold', closed(4), failure, open(NOW), ['closed', 'open', 'failures']],
    [
      'opens when the threshold was lowered',
      closed(7),
      failure,
      open(NOW, 8),
      ['closed', 'open', 'failures'],
    ],
    ['counts a trial that ended after the reset', closed(1), failed('a'), closed(2)],

    [
      'the first trial makes it half-open',
      ELAPSED,
      trial('new'),
      halfOpen(0, NEW),
      ['open', 'half-open', 'time_passed'],
    ],
    ['lets a second trial through', halfOpen(0, A), trial('new'), halfOpen(0, A, NEW)],
    ['a place whose time is over is given on', halfOpen(0, ['a', NOW], B), trial('new'), halfOpen(0, B, NEW)],
    ['a place that is given back is free', halfOpen(1, A, B), givenBack('a'), halfOpen(1, B)],

    ['counts a trial that succeeded', halfOpen(0, A, B), succeeded('a'), halfOpen(1, B)],
    ['counts a slow trial while nobody has its place', halfOpen(0, ['a', 0]), succeeded('a'), halfOpen(1)],
    [
      'closes after enough of them',
      halfOpen(1, A, B),
      succeeded('b'),
      CLOSED,
      ['half-open', 'closed', 'trials_succeeded'],
    ],
    [
      'one failed trial opens it',
      halfOpen(1, A, B),
      failed('a'),
      {
        kind: 'open',
        openedAt: NOW,
        failures: 1,
        cause: 'trial_failed',
      },
      ['half-open', 'open', 'trial_failed'],
    ],

    ['is opened by hand', closed(3), opened, openByHand(NOW, 3), ['closed', 'open', 'opened_by_hand']],
    [
      'is opened by hand while half-open',
      halfOpen(1, A),
      opened,
      openByHand(NOW),
      ['half-open', 'open', 'opened_by_hand'],
    ],
    ['opened by hand, its time begins anew', open(NOW - 5), opened, openByHand(NOW, 5)],
    [
      'is opened by hand once its time has passed',
      ELAPSED,
      opened,
      openByHand(NOW, 5),
      ['half-open', 'open', 'opened_by_hand'],
    ],
    ['is reset while open', open(NOW - 5), reset, CLOSED, ['open', 'closed', 'reset_by_hand']],
    ['is reset once its time has passed', ELAPSED, reset, CLOSED, ['half-open', 'closed', 'reset_by_hand']],
    ['is reset while half-open', halfOpen(1, A), reset, CLOSED, ['half-open', 'closed', 'reset_by_hand']],
    ['a reset forgets the failures so far', closed(3), reset, CLOSED],
    [
      'a probe that succeeds makes it half-open',
      open(NOW - 5),
      probed,
      halfOpen(0),
      ['open', 'half-open', 'probe_succeeded'],
    ],
  ])('%s', (_name, before, event, state, change) => {
    const [from, to, cause] = change ?? [];
    expect(transition(before, event, POLICY, NOW)).toEqual({
      state,
      ...(change && { change: { from, to, cause } }),
    });
  });

  it.each<[name: string, before: BreakerState, event: BreakerEvent, policy?: BreakerPolicy]>([
    ['a success without failures', CLOSED, success],
    ['a late success while open', open(NOW), success],
    ['a late failure while open', open(NOW), failure],
    ['a late failure once its time has passed', ELAPSED, failure],
    ['a late success while half-open', halfOpen(0, A), success],
    ['a late failure while half-open', halfOpen(0, A), failure],
    ['the failure of a trial whose place went to another', halfOpen(0, A), failed('b')],
    ['a trial while closed', closed(2), trial('new')],
    ['a trial while open', open(NOW - HOUR + 1), trial('new')],
    ['a trial too many', halfOpen(0, A, B), trial('new')],
    ['a second trial when one success is missing', halfOpen(1, A), trial('new')],
    ['a place given back that nobody holds', halfOpen(0, A), givenBack('b')],
    ['a place given back to a closed one', closed(1), givenBack('a')],
    ['a reset of what is closed', CLOSED, reset],
    ['a probe while closed', closed(1), probed],
    ['a probe while half-open', halfOpen(1, A), probed],
    ['a probe of one that was opened by hand', openByHand(NOW), probed],
    ['a failure, when switched off', closed(4), failure, OFF],
    ['a trial, when switched off', ELAPSED, trial('new'), OFF],
    ['opening by hand, when switched off', closed(0), opened, OFF],
  ])('is not changed by %s', (_name, before, event, policy = POLICY) => {
    const { state, change } = transition(before, event, policy, NOW);
    expect(state).toBe(before);
    expect(change).toBeUndefined();
  });

  it('can be reset when switched off, which nobody sees', () => {
    expect(transition(open(NOW), reset, OFF, NOW)).toEqual({ state: CLOSED });
  });

  it('lets one trial through when fewer successes are asked for than there are', () => {
    const policy = { ...POLICY, halfOpenSuccessThreshold: 1 };
    expect(transition(halfOpen(1), trial('new'), policy, NOW).state).toEqual(halfOpen(1, NEW));
    expect(transition(halfOpen(1, A), succeeded('a'), policy, NOW).state).toEqual(CLOSED);
  });

  it('goes the whole way: fails, waits, tries, closes', () => {
    let state = CLOSED;
    const causes: (string | undefined)[] = [];
    const happen = (event: BreakerEvent, now: number) => {
      const next = transition(state, event, POLICY, now);
      ({ state } = next);
      if (next.change) causes.push(next.change.cause);
    };
    for (let failures = 0; failures < 9; failures += 1) happen(failure, NOW);
    happen(trial('early'), NOW + HOUR - 1);
    happen(trial('a'), NOW + HOUR);
    happen(failed('a'), NOW + HOUR);
    for (const id of ['b', 'c', 'd']) happen(trial(id), NOW + 2 * HOUR);
    for (const id of ['d', 'b', 'c']) happen(succeeded(id), NOW + 2 * HOUR);
    expect(state).toEqual(CLOSED);
    expect(causes).toEqual(['failures', 'time_passed', 'trial_failed', 'time_passed', 'trials_succeeded']);
  });
});

describe('what holds now', () => {
  const SHORT = { ...POLICY, openDurationMs: 1000 };
  const LONG = { ...POLICY, openDurationMs: 2 * HOUR };

  it.each<[BreakerState, BreakerPolicy, ReturnType<typeof circuitState>, boolean]>([
    [closed(4), POLICY, 'closed', true],
    [open(NOW - HOUR + 1), POLICY, 'open', false],
    [open(NOW - HOUR), POLICY, 'half-open', true],
    [open(NOW - HOUR), LONG, 'open', false],
    [open(NOW - 1000), SHORT, 'half-open', true],
    [open(NOW), OFF, 'closed', true],
    [halfOpen(0, A), POLICY, 'half-open', true],
    [halfOpen(0, A, B), POLICY, 'half-open', false],
    [halfOpen(0, ['a', NOW], B), POLICY, 'half-open', true],
    [halfOpen(1, A), POLICY, 'half-open', false],
    [halfOpen(1, A), { ...POLICY, halfOpenSuccessThreshold: 3 }, 'half-open', true],
    [halfOpen(0, A, B), OFF, 'closed', true],
  ])('%j under %j is %s and lets one more through: %s', (state, policy, circuit, isFree) => {
    expect(circuitState(state, policy, NOW)).toBe(circuit);
    expect(mayTry(state, policy, NOW)).toBe(isFree);
  });

  it('is open for as long as the policy of today says', () => {
    expect(opensUntil(open(NOW), POLICY)).toBe(NOW + HOUR);
    expect(opensUntil(open(NOW), SHORT)).toBe(NOW + 1000);
  });

  it.each<[BreakerState, BreakerPolicy, boolean]>([
    [closed(1), POLICY, true],
    [halfOpen(0, A), POLICY, true],
    [halfOpen(0, B), POLICY, false],
    [open(NOW), POLICY, false],
    [ELAPSED, POLICY, false],
    [open(NOW), OFF, true],
  ])('%j has let the trial through: %s', (state, policy, isAdmitted) =>
    expect(admits(state, 'a', policy, NOW)).toBe(isAdmitted),
  );

  it('names the running trials', () => {
    expect(runningTrials(halfOpen(0, A, ['b', NOW]), NOW)).toEqual([{ id: 'a', until: NOW + 50 }]);
    expect(runningTrials(closed(1), NOW)).toEqual([]);
  });
});
