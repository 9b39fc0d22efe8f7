import { statusByWord, type ErrorWords } from '../../canonical/error-words';
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
  unavailable: { status: 503, type: SERVER_ERROR, code: 'server_is_overloaded' },
  timeout: { status: 504, type: SERVER_ERROR },
};

/** What a failed response and an error frame may say besides; all codes about images blame the request. */
const MORE_STATUSES = {
  invalid_prompt: 400,
  content_filter: 400,
  content_policy_violation: 400,
  invalid_image: 400,
  invalid_image_format: 400,
  invalid_base64_image: 400,
  invalid_image_url: 400,
  image_too_large: 400,
  image_too_small: 400,
  image_parse_error: 400,
  image_content_policy_violation: 400,
  invalid_image_mode: 400,
  image_file_too_large: 400,
  unsupported_image_media_type: 400,
  empty_image_file: 400,
  failed_to_download_image: 400,
  image_file_not_found: 400,
  model_not_found: 404,
  tokens: 429,
  slow_down: 503,
  vector_store_timeout: 504,
};

export const openaiErrorWords: ErrorWords = {
  statuses: statusByWord(ROWS, ({ code, type }) => [code, type], MORE_STATUSES),
  // OpenAI answers 429 to an account without money, which is no matter of waiting.
  finer: new Map([
    ['insufficient_quota', 402],
    ['billing_not_active', 402],
    ['billing_hard_limit_reached', 402],
  ]),
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
