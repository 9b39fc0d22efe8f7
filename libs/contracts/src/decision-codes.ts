import type { CircuitState } from './circuit-states';
import type { Blame, FailureReason, NextStep } from './failure-reasons';

/** Why a provider was not a candidate for a request. */
export const SKIP_REASONS = [
  'disabled',
  'format',
  'group',
  'model',
  'client',
  'hours',
  'drained',
  'circuit_open',
  'trials_busy',
  'cooling_down',
  'limit_reached',
  'tried',
] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why a session left the provider it was bound to. */
export const RELEASE_REASONS = [...SKIP_REASONS, 'deleted', 'better_priority'] as const;

export type ReleaseReason = (typeof RELEASE_REASONS)[number];

/** What a choice rests on: the provider that the session is bound to, or a draw by weight. */
export const SELECTION_METHODS = ['session', 'weight'] as const;

export type SelectionMethod = (typeof SELECTION_METHODS)[number];

/** How one attempt ended. */
export const ATTEMPT_OUTCOMES = ['answered', 'failed', 'broken', 'abandoned'] as const;

export type AttemptOutcomeKind = (typeof ATTEMPT_OUTCOMES)[number];

/** Which way an attempt took: straight, through the provider's proxy, or straight after the proxy had failed. */
export const EGRESS_ROUTES = ['direct', 'proxy', 'direct_after_proxy'] as const;

export type EgressRoute = (typeof EGRESS_ROUTES)[number];

/** Why no further attempt was made. */
export const EXHAUSTION_REASONS = ['candidates', 'switches', 'deadline'] as const;

export type ExhaustionReason = (typeof EXHAUSTION_REASONS)[number];

/** One entry of the decision chain: codes and numbers only; the console turns them into sentences. */
export type Decision =
  SkippedDecision | ReleasedDecision | SelectedDecision | AttemptDecision | ExhaustedDecision;

export interface SkippedDecision {
  readonly kind: 'skipped';
  readonly providerId: number;
  readonly reason: SkipReason;
}

/** The session was bound to this provider and cannot, or need not, stay there. */
export interface ReleasedDecision {
  readonly kind: 'released';
  readonly providerId: number;
  readonly reason: ReleaseReason;
}

export interface SelectedDecision {
  readonly kind: 'selected';
  readonly providerId: number;
  readonly method: SelectionMethod;
  /** The one that counts for the caller's groups. */
  readonly priority: number;
  readonly weight: number;
  /** Chance of this choice in a draw among the candidates, 0 to 1. */
  readonly probability: number;
  readonly circuit: CircuitState;
  /** Everybody of this priority who could have been chosen, the chosen one included. */
  readonly candidates: readonly CandidateChance[];
}

export interface CandidateChance {
  readonly providerId: number;
  /** 0 to 1. */
  readonly probability: number;
}

export interface AttemptDecision {
  readonly kind: 'attempt';
  /** 1 for the first of the request. */
  readonly number: number;
  readonly providerId: number;
  readonly outcome: AttemptOutcomeKind;
  /** Milliseconds between the arrival of the request and the beginning of the attempt. */
  readonly startedMs: number;
  /** Of these, spent waiting on purpose right before it: back-off, or what the provider had asked for. */
  readonly waitedMs?: number;
  /** Milliseconds from sending the request upstream to the first body byte. */
  readonly ttfbMs?: number;
  readonly durationMs: number;
  readonly statusCode?: number;
  /** The hub's own code for the failure. */
  readonly errorCode?: string;
  /** Set when it failed. */
  readonly failure?: FailureVerdict;
  /** Model sent upstream, where a redirect changed it. */
  readonly model?: string;
  /** Left out for a provider without a proxy. */
  readonly route?: EgressRoute;
}

/** What a failure means: the one classification of upstream failures. */
export interface FailureVerdict {
  readonly reason: FailureReason;
  readonly next: NextStep;
  readonly blame: Blame;
  /** Whether the circuit breaker counts it. */
  readonly trips: boolean;
  /** Milliseconds for which the provider asked to be left alone. */
  readonly retryAfterMs?: number;
}

export interface ExhaustedDecision {
  readonly kind: 'exhausted';
  readonly reason: ExhaustionReason;
}
