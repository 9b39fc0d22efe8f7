import type { CircuitCause, CircuitState } from '@cch/contracts/circuit-states';

/** When a breaker opens, for how long, and what closes it again. */
export interface BreakerPolicy {
  /** Consecutive failures that open it; 0 switches the breaker off. */
  readonly failureThreshold: number;
  readonly openDurationMs: number;
  /** Successful trials that close it, and how many may run at once. */
  readonly halfOpenSuccessThreshold: number;
}

/** Plain JSON, because it is stored. Times are milliseconds since 1970. */
export type BreakerState = ClosedBreaker | OpenBreaker | HalfOpenBreaker;

interface ClosedBreaker {
  readonly kind: 'closed';
  readonly failures: number;
}

interface OpenBreaker {
  readonly kind: 'open';
  readonly openedAt: number;
  readonly failures: number;
  readonly cause: 'failures' | 'trial_failed' | 'opened_by_hand';
}

interface HalfOpenBreaker {
  readonly kind: 'half-open';
  readonly successes: number;
  readonly trials: readonly TrialPlace[];
}

/** A place held by a running trial. From `until` on it is free again: whoever held it may have died. */
interface TrialPlace {
  readonly id: string;
  readonly until: number;
}

export type BreakerEvent =
  | { readonly kind: 'success' | 'failure'; readonly trialId?: string }
  | { readonly kind: 'trial_requested'; readonly trialId: string; readonly leaseMs: number }
  | { readonly kind: 'trial_given_back'; readonly trialId: string }
  | { readonly kind: 'opened_by_hand' | 'reset_by_hand' | 'probe_succeeded' };

export interface CircuitChange {
  readonly from: CircuitState;
  readonly to: CircuitState;
  readonly cause: CircuitCause;
}

export interface Transition {
  /** The very state that went in when the event changes nothing. */
  readonly state: BreakerState;
  readonly change?: CircuitChange;
}

export const CLOSED: BreakerState = { kind: 'closed', failures: 0 };
const HALF_OPEN: BreakerState = { kind: 'half-open', successes: 0, trials: [] };

/**
 * The state that holds now, worked out from the stored one and the policy of today: an open breaker is half-open once
 * its time has passed, and one that is switched off is closed.
 */
export function inForce(stored: BreakerState, policy: BreakerPolicy, now: number): BreakerState {
  if (isOff(policy)) return CLOSED;
  if (stored.kind === 'open' && now >= opensUntil(stored, policy)) return HALF_OPEN;
  return stored;
}

export function circuitState(stored: BreakerState, policy: BreakerPolicy, now: number): CircuitState {
  return inForce(stored, policy, now).kind;
}

/** When the open breaker lets its first trial through. */
export function opensUntil(open: OpenBreaker, policy: BreakerPolicy): number {
  return open.openedAt + policy.openDurationMs;
}

/** Whether a request may go ahead: freely while closed, as a trial while half-open. */
export function mayTry(stored: BreakerState, policy: BreakerPolicy, now: number): boolean {
  const state = inForce(stored, policy, now);
  if (state.kind !== 'half-open') return state.kind === 'closed';
  return runningTrials(state, now).length < places(state, policy);
}

/** Whether the breaker has let this trial through; a closed one lets everybody through. */
export function admits(stored: BreakerState, trialId: string, policy: BreakerPolicy, now: number): boolean {
  const state = inForce(stored, policy, now);
  return state.kind === 'half-open' ? holds(state, trialId) : state.kind === 'closed';
}

export function runningTrials(state: BreakerState, now: number): readonly TrialPlace[] {
  return state.kind === 'half-open' ? state.trials.filter(({ until }) => until > now) : [];
}

/** What an event makes of a breaker. A breaker that is switched off keeps what it has and can only be reset. */
export function transition(
  stored: BreakerState,
  event: BreakerEvent,
  policy: BreakerPolicy,
  now: number,
): Transition {
  if (isOff(policy) && event.kind !== 'reset_by_hand') return { state: stored };
  switch (event.kind) {
    case 'success':
      return succeed(stored, event.trialId, policy);
    case 'failure':
      return fail(stored, event.trialId, policy, now);
    case 'trial_requested':
      return startTrial(stored, { id: event.trialId, until: now + event.leaseMs }, policy, now);
    case 'trial_given_back':
      return { state: freePlace(stored, event.trialId) };
    case 'opened_by_hand':
      return openByHand(stored, policy, now);
    case 'reset_by_hand':
      return reset(stored, policy, now);
    case 'probe_succeeded':
      return believeProbe(stored);
  }
}

function succeed(stored: BreakerState, trialId: string | undefined, policy: BreakerPolicy): Transition {
  if (stored.kind === 'closed') return { state: stored.failures === 0 ? stored : CLOSED };
  if (!holds(stored, trialId)) return { state: stored };
  const successes = stored.successes + 1;
  if (successes < policy.halfOpenSuccessThreshold) {
    return { state: { kind: 'half-open', successes, trials: without(stored.trials, trialId) } };
  }
  return { state: CLOSED, change: { from: 'half-open', to: 'closed', cause: 'trials_succeeded' } };
}

function fail(
  stored: BreakerState,
  trialId: string | undefined,
  policy: BreakerPolicy,
  now: number,
): Transition {
  if (stored.kind === 'closed') {
    const failures = stored.failures + 1;
    if (failures < policy.failureThreshold) return { state: { kind: 'closed', failures } };
    return open('closed', { openedAt: now, failures, cause: 'failures' });
  }
  // Of the requests that were under way before, the breaker has heard enough: a late one proves nothing new.
  if (!holds(stored, trialId)) return { state: stored };
  return open('half-open', { openedAt: now, failures: 1, cause: 'trial_failed' });
}

function startTrial(stored: BreakerState, place: TrialPlace, policy: BreakerPolicy, now: number): Transition {
  const state = inForce(stored, policy, now);
  if (state.kind !== 'half-open' || !mayTry(state, policy, now)) return { state: stored };
  const next: BreakerState = { ...state, trials: [...runningTrials(state, now), place] };
  if (stored.kind === 'half-open') return { state: next };
  return { state: next, change: { from: 'open', to: 'half-open', cause: 'time_passed' } };
}

function freePlace(stored: BreakerState, trialId: string): BreakerState {
  return holds(stored, trialId) ? { ...stored, trials: without(stored.trials, trialId) } : stored;
}

// One that is open already stays so for a whole further duration, which is no change of its state.
function openByHand(stored: BreakerState, policy: BreakerPolicy, now: number): Transition {
  const { kind: from } = inForce(stored, policy, now);
  const failures = stored.kind === 'half-open' ? 0 : stored.failures;
  return open(from, { openedAt: now, failures, cause: 'opened_by_hand' });
}

function reset(stored: BreakerState, policy: BreakerPolicy, now: number): Transition {
  if (stored.kind === 'closed') return { state: stored.failures === 0 ? stored : CLOSED };
  const { kind: from } = inForce(stored, policy, now);
  if (from === 'closed') return { state: CLOSED };
  return { state: CLOSED, change: { from, to: 'closed', cause: 'reset_by_hand' } };
}

// Whoever opened it by hand knows something that a probe does not.
function believeProbe(stored: BreakerState): Transition {
  if (stored.kind !== 'open' || stored.cause === 'opened_by_hand') return { state: stored };
  return { state: HALF_OPEN, change: { from: 'open', to: 'half-open', cause: 'probe_succeeded' } };
}

function open(from: CircuitState, opened: Omit<OpenBreaker, 'kind'>): Transition {
  const state: BreakerState = { kind: 'open', ...opened };
  return from === 'open' ? { state } : { state, change: { from, to: 'open', cause: opened.cause } };
}

function isOff(policy: BreakerPolicy): boolean {
  return policy.failureThreshold === 0;
}

// More trials at once than successes are missing would only send more requests to a provider that may still be down.
function places(state: HalfOpenBreaker, policy: BreakerPolicy): number {
  return Math.max(1, policy.halfOpenSuccessThreshold - state.successes);
}

// A place whose time is over still counts until a new trial takes it: a slow trial is better than none.
function holds(state: BreakerState, trialId: string | undefined): state is HalfOpenBreaker {
  return state.kind === 'half-open' && state.trials.some(({ id }) => id === trialId);
}

function without(trials: readonly TrialPlace[], trialId: string | undefined): readonly TrialPlace[] {
  return trials.filter(({ id }) => id !== trialId);
}
