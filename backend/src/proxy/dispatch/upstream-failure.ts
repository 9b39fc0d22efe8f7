import type { FailureVerdict } from '@cch/contracts/decision-codes';
import { failureWords } from '@cch/domain/failure/failure-words';
import { GatewayError } from '../errors/gateway-error';

/** The hub's own error for a failed attempt, for the client whose request found no better end. */
export function failureError(
  { reason, retryAfterMs }: FailureVerdict,
  why: { readonly cause?: Error | undefined; readonly detail?: string | undefined } = {},
): GatewayError {
  const { code, message } = failureWords(reason);
  return new GatewayError(code, message, { ...why, retryAfterMs });
}

export function clientClosed(): GatewayError {
  return new GatewayError('client_closed', 'The client closed the connection.');
}
