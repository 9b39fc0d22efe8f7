/** Why a provider was not a candidate for a request. */
export const SKIP_REASONS = ['disabled', 'format', 'group', 'model', 'drained'] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];

/** How one attempt ended. */
export const ATTEMPT_OUTCOMES = ['answered', 'failed', 'broken', 'abandoned'] as const;

export type AttemptOutcomeKind = (typeof ATTEMPT_OUTCOMES)[number];

/** One entry of the decision chain: codes and numbers only; the console turns them into sentences. */
export type Decision =
  | { readonly kind: 'skipped'; readonly providerId: number; readonly reason: SkipReason }
  | {
      readonly kind: 'selected';
      readonly providerId: number;
      readonly priority: number;
      readonly weight: number;
      /** Chance of this choice among the candidates of its priority, 0 to 1. */
      readonly probability: number;
      readonly candidates: number;
    }
  | {
      readonly kind: 'attempt';
      readonly number: number;
      readonly providerId: number;
      readonly outcome: AttemptOutcomeKind;
      readonly statusCode?: number;
      readonly errorCode?: string;
      /** Milliseconds from sending the request upstream to the first body byte. */
      readonly ttfbMs?: number;
      readonly durationMs: number;
    };
