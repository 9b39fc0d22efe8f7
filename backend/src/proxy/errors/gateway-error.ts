import { GATEWAY_ERRORS, type GatewayErrorCode } from '@cch/contracts/error-codes';

/**
 * An error that the hub itself answers with. The message is for the person at the client: it names no provider, holds
 * no secret and no upstream text.
 */
export class GatewayError extends Error {
  constructor(
    readonly code: GatewayErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
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
