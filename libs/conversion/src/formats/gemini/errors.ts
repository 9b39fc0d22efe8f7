import { statusByWord, type ErrorWords } from '../../canonical/error-words';
import type { ErrorDialect, ErrorTable, PublicError } from '../../canonical/public-error';
import { encodeFrame } from '../../sse/encode-frame';

const ROWS: ErrorTable<{ status: number; name: string }> = {
  invalid_request: { status: 400, name: 'INVALID_ARGUMENT' },
  context_length: { status: 400, name: 'INVALID_ARGUMENT' },
  unprocessable: { status: 400, name: 'FAILED_PRECONDITION' },
  authentication: { status: 401, name: 'UNAUTHENTICATED' },
  permission: { status: 403, name: 'PERMISSION_DENIED' },
  not_found: { status: 404, name: 'NOT_FOUND' },
  method_not_allowed: { status: 405, name: 'INVALID_ARGUMENT' },
  conflict: { status: 409, name: 'ABORTED' },
  too_large: { status: 413, name: 'INVALID_ARGUMENT' },
  unsupported_media_type: { status: 415, name: 'INVALID_ARGUMENT' },
  upgrade_required: { status: 426, name: 'FAILED_PRECONDITION' },
  billing: { status: 429, name: 'RESOURCE_EXHAUSTED' },
  rate_limit: { status: 429, name: 'RESOURCE_EXHAUSTED' },
  client_closed: { status: 499, name: 'CANCELLED' },
  internal: { status: 500, name: 'INTERNAL' },
  bad_upstream: { status: 502, name: 'UNAVAILABLE' },
  overloaded: { status: 503, name: 'UNAVAILABLE' },
  unavailable: { status: 503, name: 'UNAVAILABLE' },
  timeout: { status: 504, name: 'DEADLINE_EXCEEDED' },
};

/** Canonical codes of Google's APIs that the hub itself has no use for. */
const MORE_STATUSES = {
  OUT_OF_RANGE: 400,
  ALREADY_EXISTS: 409,
  UNKNOWN: 500,
  DATA_LOSS: 500,
  UNIMPLEMENTED: 501,
};

export const geminiErrorWords: ErrorWords = {
  statuses: statusByWord(ROWS, ({ name }) => [name], MORE_STATUSES),
  // Reasons in an ErrorInfo: Google answers 400 to a wrong key and 403 to an account that does not pay.
  finer: new Map([
    ['API_KEY_INVALID', 401],
    ['BILLING_DISABLED', 402],
  ]),
};

const ERROR_INFO = 'type.googleapis.com/google.rpc.ErrorInfo';
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';
const DOMAIN = 'claude-code-hub';

export const geminiErrors: ErrorDialect = {
  status: (error) => ROWS[error.kind].status,
  body,
  streamEnd: (error) => encodeFrame(body(error)),
};

/** Google's reasons are upper case; the metadata has the code as it is written everywhere else. */
function body(error: PublicError): object {
  const { status, name } = ROWS[error.kind];
  const reason = {
    '@type': ERROR_INFO,
    reason: error.code.toUpperCase(),
    domain: DOMAIN,
    metadata: { code: error.code, requestId: error.requestId },
  };
  return {
    error: { code: status, message: error.message, status: name, details: [reason, ...retryInfo(error)] },
  };
}

function retryInfo({ retryAfterMs }: PublicError): object[] {
  return retryAfterMs === undefined
    ? []
    : [{ '@type': RETRY_INFO, retryDelay: `${Math.max(0, retryAfterMs) / 1000}s` }];
}
