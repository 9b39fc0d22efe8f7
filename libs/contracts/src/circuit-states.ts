/** What a circuit breaker says about its provider: take requests, take none, take a few on trial. */
export const CIRCUIT_STATES = ['closed', 'open', 'half-open'] as const;

export type CircuitState = (typeof CIRCUIT_STATES)[number];

/** Why a circuit breaker changed its state. */
export const CIRCUIT_CAUSES = [
  'failures',
  'trial_failed',
  'trials_succeeded',
  'time_passed',
  'probe_succeeded',
  'opened_by_hand',
  'reset_by_hand',
] as const;

export type CircuitCause = (typeof CIRCUIT_CAUSES)[number];
