import { statusByWord, type ErrorWords } from '../../canonical/error-words';
import type { ErrorDialect, ErrorTable, PublicError } from '../../canonical/public-error';
import { encodeFrame } from '../../sse/encode-frame';

const ROWS: ErrorTable<{ status: number; type: string }> = {
  invalid_request: { status: 400, type: 'invalid_request_error' },
  context_length: { status: 400, type: 'invalid_request_error' },
  authentication: { status: 401, type: 'authentication_error' },
  billing: { status: 402, type: 'billing_error' },
  permission: { status: 403, type: 'permission_error' },
  not_found: { status: 404, type: 'not_found_error' },
  method_not_allowed: { status: 405, type: 'invalid_request_error' },
  conflict: { status: 409, type: 'conflict_error' },
  too_large: { status: 413, type: 'request_too_large' },
  unsupported_media_type: { status: 415, type: 'invalid_request_error' },
  unprocessable: { status: 400, type: 'invalid_request_error' },
  upgrade_required: { status: 426, type: 'invalid_request_error' },
  rate_limit: { status: 429, type: 'rate_limit_error' },
  client_closed: { status: 499, type: 'api_error' },
  internal: { status: 500, type: 'api_error' },
  bad_upstream: { status: 502, type: 'api_error' },
  unavailable: { status: 503, type: 'api_error' },
  timeout: { status: 504, type: 'timeout_error' },
  overloaded: { status: 529, type: 'overloaded_error' },
};

export const anthropicErrorWords: ErrorWords = {
  statuses: statusByWord(ROWS, ({ type }) => [type]),
  // A 429 that no waiting helps against: the organisation's own spending limit.
  finer: new Map([['enforced_spend_limit_reached', 402]]),
};

export const anthropicErrors: ErrorDialect = {
  status: (error) => ROWS[error.kind].status,
  body,
  headers: (error) => ({ 'request-id': error.requestId }),
  streamEnd: (error) => encodeFrame(body(error), 'error'),
};

/** `details.error_code` is where Anthropic itself puts the finer code of an error; `type` must stay one of its own. */
function body(error: PublicError): object {
  return {
    type: 'error',
    error: { type: ROWS[error.kind].type, message: messageOf(error), details: { error_code: error.code } },
    request_id: error.requestId,
  };
}

/** Claude Code compacts its conversation when, and only when, it reads this phrase. */
function messageOf({ kind, message }: PublicError): string {
  if (kind !== 'context_length' || message.includes('prompt is too long')) return message;
  return `prompt is too long: ${message}`;
}
