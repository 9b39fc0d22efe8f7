import type { GatewayErrorCode } from '@cch/contracts/error-codes';
import { GatewayError } from '../errors/gateway-error';

/** Why the hub itself ended an attempt. */
export class AttemptEnded extends Error {
  constructor(readonly reason: 'client_closed' | 'upstream_first_byte_timeout' | 'upstream_request_timeout') {
    super(reason);
  }
}

const MESSAGES = {
  upstream_unreachable: 'The provider could not be reached.',
  upstream_closed_early: 'The provider closed the connection before its answer was complete.',
  upstream_bad_response: 'The provider sent an answer that is not valid HTTP.',
  upstream_first_byte_timeout: 'The provider did not begin to answer in time.',
  upstream_idle_timeout: 'The provider stopped sending in the middle of its answer.',
  upstream_request_timeout: 'The provider did not answer in time.',
  client_closed: 'The client closed the connection.',
} as const satisfies Partial<Record<GatewayErrorCode, string>>;

type FailureCode = keyof typeof MESSAGES;

/** Translates what undici or the system reports of a failed attempt. */
export function upstreamFailure(error: Error, isStreaming: boolean): GatewayError {
  const code = error instanceof AttemptEnded ? error.reason : failureCode(error, isStreaming);
  return new GatewayError(code, MESSAGES[code], { cause: error });
}

function failureCode(error: Error, isStreaming: boolean): FailureCode {
  // Its code is made from llhttp's table and is not always there.
  if (error.name === 'HTTPParserError') return 'upstream_bad_response';
  const code = 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'UND_ERR_HEADERS_TIMEOUT':
      return isStreaming ? 'upstream_first_byte_timeout' : 'upstream_request_timeout';
    case 'UND_ERR_BODY_TIMEOUT':
      return isStreaming ? 'upstream_idle_timeout' : 'upstream_request_timeout';
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
    case 'ECONNRESET':
    case 'EPIPE':
      return 'upstream_closed_early';
    case 'UND_ERR_HEADERS_OVERFLOW':
      return 'upstream_bad_response';
    default:
      return 'upstream_unreachable';
  }
}
