import type { LimitState } from '@cch/domain/limits/limit-state';
import { GATEWAY_ERRORS, type GatewayErrorCode } from '@cch/contracts/error-codes';

interface GatewayErrorOptions extends ErrorOptions {
  /** Milliseconds after which the same request may succeed. */
  readonly retryAfterMs?: number | undefined;
  /** What the provider said, for the log alone. */
  readonly detail?: string | undefined;
  /** The limit that the request ran into. */
  readonly limit?: LimitState | undefined;
}

/**
 * An error that the hub itself answers with. The message is for the person at the client: it names no provider, holds
 * no secret and no upstream text.
 */
export class GatewayError extends Error {
  readonly retryAfterMs: number | undefined;
  readonly detail: string | undefined;
  readonly limit: LimitState | undefined;

  constructor(
    readonly code: GatewayErrorCode,
    message: string,
    options?: GatewayErrorOptions,
  ) {
    super(message, options);
    this.retryAfterMs = options?.retryAfterMs;
    this.detail = options?.detail;
    this.limit = options?.limit;
  }

  get kind() {
    return GATEWAY_ERRORS[this.code].kind;
  }
}

/** What anything thrown means to the client. Unforeseen errors become `internal_error` and keep their cause. */
export function toGatewayError(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('internal_error', 'The hub failed to handle this request.', { cause: error });
}
