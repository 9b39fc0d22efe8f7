/** What went wrong with one attempt at a provider. */
export const FAILURE_REASONS = [
  'invalid_request',
  'credentials',
  'billing',
  'forbidden',
  'not_found',
  'late_request',
  'conflict',
  'too_large',
  'rate_limited',
  'overloaded',
  'server_error',
  'unexpected_status',
  'login_failed',
  'proxy_failed',
  'unreachable',
  'closed_early',
  'bad_response',
  'first_byte_timeout',
  'idle_timeout',
  'request_timeout',
  'empty_reply',
  'not_an_answer',
] as const;

export type FailureReason = (typeof FAILURE_REASONS)[number];

/** Whose fault a failure is. */
export const BLAMES = ['caller', 'provider', 'network'] as const;

export type Blame = (typeof BLAMES)[number];

/**
 * Where to go after a failure. `return`: the client gets it. `same`: again to the same provider, then to others.
 * `other`: to others only. `other_first`: to others, or to the same one again when there is none.
 */
export const NEXT_STEPS = ['return', 'same', 'other', 'other_first'] as const;

export type NextStep = (typeof NEXT_STEPS)[number];
