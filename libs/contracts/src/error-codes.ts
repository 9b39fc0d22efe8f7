/**
 * Codes of the errors that the gateway itself answers with, sent in `x-hub-error` and stored as `errorCode`.
 * `kind` names the row of the error table (conversion specification 10.2) that decides status and wording per
 * wire format; `retryable` says whether the same request may succeed when sent again.
 */
export const GATEWAY_ERRORS = {
  missing_key: { kind: 'authentication', retryable: false },
  conflicting_keys: { kind: 'authentication', retryable: false },
  invalid_key: { kind: 'authentication', retryable: false },
  key_disabled: { kind: 'authentication', retryable: false },
  key_expired: { kind: 'authentication', retryable: false },
  user_disabled: { kind: 'authentication', retryable: false },
  user_expired: { kind: 'authentication', retryable: false },
  invalid_json: { kind: 'invalid_request', retryable: false },
  missing_model: { kind: 'invalid_request', retryable: false },
  model_not_allowed: { kind: 'permission', retryable: false },
  model_unpriced: { kind: 'permission', retryable: false },
  rate_limited: { kind: 'rate_limit', retryable: true },
  spend_limit_reached: { kind: 'rate_limit', retryable: false },
  limits_unavailable: { kind: 'unavailable', retryable: true },
  unsupported_content_type: { kind: 'unsupported_media_type', retryable: false },
  unsupported_content_encoding: { kind: 'unsupported_media_type', retryable: false },
  corrupt_body: { kind: 'invalid_request', retryable: false },
  body_too_large: { kind: 'too_large', retryable: false },
  body_incomplete: { kind: 'invalid_request', retryable: true },
  unknown_path: { kind: 'not_found', retryable: false },
  method_not_allowed: { kind: 'method_not_allowed', retryable: false },
  websocket_unsupported: { kind: 'upgrade_required', retryable: false },
  no_provider: { kind: 'unavailable', retryable: true },
  upstream_login_failed: { kind: 'bad_upstream', retryable: true },
  upstream_unreachable: { kind: 'bad_upstream', retryable: true },
  upstream_closed_early: { kind: 'bad_upstream', retryable: true },
  upstream_bad_response: { kind: 'bad_upstream', retryable: true },
  upstream_first_byte_timeout: { kind: 'timeout', retryable: true },
  upstream_idle_timeout: { kind: 'timeout', retryable: true },
  upstream_request_timeout: { kind: 'timeout', retryable: true },
  upstream_rate_limited: { kind: 'rate_limit', retryable: true },
  upstream_overloaded: { kind: 'overloaded', retryable: true },
  upstream_credentials: { kind: 'bad_upstream', retryable: false },
  upstream_proxy_failed: { kind: 'bad_upstream', retryable: true },
  upstream_empty_reply: { kind: 'bad_upstream', retryable: true },
  upstream_not_an_answer: { kind: 'bad_upstream', retryable: true },
  upstream_error: { kind: 'bad_upstream', retryable: true },
  client_closed: { kind: 'client_closed', retryable: true },
  shutting_down: { kind: 'overloaded', retryable: true },
  not_ready: { kind: 'overloaded', retryable: true },
  request_lost: { kind: 'internal', retryable: true },
  internal_error: { kind: 'internal', retryable: true },
} as const satisfies Record<string, { kind: string; retryable: boolean }>;

export type GatewayErrorCode = keyof typeof GATEWAY_ERRORS;
export type ErrorKind = (typeof GATEWAY_ERRORS)[GatewayErrorCode]['kind'];

/** Machine-readable `code` values of the admin API's problem documents. */
export const ADMIN_ERROR_CODES = [
  'validation_failed',
  'invalid_json',
  'unsupported_content_type',
  'body_too_large',
  'not_authenticated',
  'invalid_credentials',
  'not_allowed',
  'cross_site_request',
  'not_found',
  'method_not_allowed',
  'conflict',
  'name_taken',
  'in_use',
  'invalid_cursor',
  'too_many_requests',
  'dependency_unavailable',
  'price_source_failed',
  'internal_error',
] as const;

export type AdminErrorCode = (typeof ADMIN_ERROR_CODES)[number];

/** Machine-readable `code` values of single fields, in the `errors` list of a problem document. */
export const FIELD_ERROR_CODES = [
  'required',
  'wrong_type',
  'unknown_field',
  'too_short',
  'too_long',
  'too_many',
  'out_of_range',
  'not_a_choice',
  'bad_characters',
  'bad_format',
  'invalid_regex',
  'invalid_url',
  'missing_protocol',
  'reserved_name',
  'unpaired',
  'unknown_group',
  'name_taken',
] as const;

export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number];
