import type { ErrorDialect, ErrorTable, PublicError } from '../../canonical/public-error';
import { encodeFrame } from '../../sse/encode-frame';

interface Row {
  readonly status: number;
  readonly type: string;
  /** The code that OpenAI's clients know for this kind; without one the hub's own code stands there. */
  readonly code?: string;
}

const INVALID_REQUEST = 'invalid_request_error';
const SERVER_ERROR = 'server_error';

const ROWS: ErrorTable<Row> = {
  invalid_request: { status: 400, type: INVALID_REQUEST },
  context_length: { status: 400, type: INVALID_REQUEST, code: 'context_length_exceeded' },
  authentication: { status: 401, type: INVALID_REQUEST, code: 'invalid_api_key' },
  permission: { status: 403, type: INVALID_REQUEST, code: 'permission_denied' },
  not_found: { status: 404, type: INVALID_REQUEST },
  method_not_allowed: { status: 405, type: INVALID_REQUEST },
  conflict: { status: 409, type: INVALID_REQUEST },
  too_large: { status: 413, type: INVALID_REQUEST },
  unsupported_media_type: { status: 415, type: INVALID_REQUEST },
  unprocessable: { status: 422, type: INVALID_REQUEST },
  upgrade_required: { status: 426, type: INVALID_REQUEST },
  billing: { status: 429, type: 'insufficient_quota', code: 'insufficient_quota' },
  rate_limit: { status: 429, type: 'requests', code: 'rate_limit_exceeded' },
  client_closed: { status: 499, type: SERVER_ERROR },
  internal: { status: 500, type: SERVER_ERROR },
  bad_upstream: { status: 502, type: SERVER_ERROR },
  overloaded: { status: 503, type: SERVER_ERROR, code: 'server_is_overloaded' },
  timeout: { status: 504, type: SERVER_ERROR },
};

/** OpenAI's two APIs answer HTTP errors alike; they differ only inside a stream. */
export const openaiErrorBody: Pick<ErrorDialect, 'status' | 'body'> = {
  status: (error) => ROWS[error.kind].status,
  body,
};

export const openaiChatErrors: ErrorDialect = {
  ...openaiErrorBody,
  streamEnd: (error) => encodeFrame(body(error)),
};

/** `code` holds a word the clients act upon where there is one, so the hub's own code also has a place of its own. */
function body(error: PublicError): object {
  const { type, code } = ROWS[error.kind];
  return {
    error: { message: error.message, type, param: null, code: code ?? error.code, hub_code: error.code },
  };
}
