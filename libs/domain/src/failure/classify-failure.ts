import type { FailureVerdict } from '@cch/contracts/decision-codes';
import type { FailureReason } from '@cch/contracts/failure-reasons';

/** What is known of a failed attempt. */
export type AttemptFailure =
  | StatusFailure
  | { readonly kind: 'reply_error'; readonly error: UpstreamError }
  | { readonly kind: 'no_reply'; readonly reason: 'empty_reply' | 'not_an_answer' }
  | {
      readonly kind: 'network';
      readonly reason: 'unreachable' | 'closed_early' | 'bad_response' | 'proxy_failed';
    }
  | {
      readonly kind: 'timeout';
      readonly reason: 'first_byte_timeout' | 'idle_timeout' | 'request_timeout';
    }
  | { readonly kind: 'login' };

/** The upstream answered with a status that is no success. */
export interface StatusFailure {
  readonly kind: 'status';
  readonly status: number;
  readonly error: UpstreamError;
}

/** What the upstream says about its error; the texts are empty where it says nothing. */
export interface UpstreamError {
  readonly type: string;
  readonly message: string;
  /** HTTP status that the error's own words stand for; it may say more than the status it came with. */
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

export interface FailureRules {
  /** Whether network errors count towards the circuit breaker. */
  readonly networkErrorsTrip: boolean;
}

/**
 * What a failure means for the request and for the provider. The one place that decides it.
 *
 * A status speaks before a text does: texts are looked at only where vendors are known to hide an account's trouble
 * behind a status that blames the caller, and never make a refusal out of a 429 or a 5xx.
 */
export function classifyFailure(failure: AttemptFailure, rules: FailureRules): FailureVerdict {
  switch (failure.kind) {
    case 'status':
      return ofStatus(failure.status, failure.error);
    case 'reply_error':
      return ofStatus(failure.error.status ?? 500, failure.error);
    case 'no_reply':
      return provider(failure.reason, 'same', true);
    case 'network':
      return { reason: failure.reason, next: 'same', blame: 'network', trips: rules.networkErrorsTrip };
    case 'timeout':
      // It has had its time already; the same wait again would be the client's.
      return provider(failure.reason, 'other', true);
    case 'login':
      return provider('login_failed', 'other', true);
  }
}

/** Statuses that say: the request is at fault, and any other provider would say the same. */
const CALLERS_FAULT = new Set([400, 406, 411, 412, 414, 415, 416, 417, 422, 428, 431, 451]);

function ofStatus(status: number, error: UpstreamError): FailureVerdict {
  if (status === 413) return CALLER_TOO_LARGE;
  if (CALLERS_FAULT.has(status)) return ofRefusal(error);
  if (status === 429) return ofRateLimit(error);
  if (status >= 500) return ofServerError(status, error);
  const verdict = OTHER_STATUSES[status];
  return verdict ?? provider('unexpected_status', 'other', status < 400);
}

const OTHER_STATUSES: Readonly<Record<number, FailureVerdict>> = {
  401: provider('credentials', 'other', true),
  402: provider('billing', 'other', true),
  403: provider('forbidden', 'other', true),
  // The model or the path is missing here; another provider may have it.
  404: provider('not_found', 'other', false),
  408: provider('late_request', 'same', true),
  409: provider('conflict', 'same', false),
  425: provider('conflict', 'same', false),
};

const CALLER_TOO_LARGE: FailureVerdict = {
  reason: 'too_large',
  next: 'return',
  blame: 'caller',
  trips: false,
};
const CALLER_MISTAKEN: FailureVerdict = { ...CALLER_TOO_LARGE, reason: 'invalid_request' };

// Google answers 400 to a wrong key, Anthropic to an empty account and to a disabled organisation; relays answer 400 for
// a model they do not have. Observed in these vendors' public error references and issue trackers.
const ACCOUNT_TEXTS: readonly (readonly [RegExp, FailureReason])[] = [
  [/API key not valid|API_KEY_INVALID|organization has been disabled/i, 'credentials'],
  [/credit balance is too low|exceeded your current quota/i, 'billing'],
  [/user location is not supported/i, 'forbidden'],
];
const ACCOUNT_TYPES: Readonly<Record<string, FailureReason>> = {
  authentication_error: 'credentials',
  invalid_api_key: 'credentials',
  billing_error: 'billing',
  insufficient_quota: 'billing',
  permission_error: 'forbidden',
  unsupported_country_region_territory: 'forbidden',
};
const MISSING_MODEL_TYPES = new Set(['model_not_found', 'model_not_supported']);

function ofRefusal(error: UpstreamError): FailureVerdict {
  if (MISSING_MODEL_TYPES.has(error.type)) return provider('not_found', 'other', false);
  const reason = accountTrouble(error);
  return reason ? provider(reason, 'other', true) : CALLER_MISTAKEN;
}

function accountTrouble({ type, message, status }: UpstreamError): FailureReason | undefined {
  if (status === 402) return 'billing';
  if (Object.hasOwn(ACCOUNT_TYPES, type)) return ACCOUNT_TYPES[type];
  return ACCOUNT_TEXTS.find(([text]) => text.test(message))?.[1];
}

// An account without money answers 429 as well (OpenAI), and waiting does not help.
function ofRateLimit(error: UpstreamError): FailureVerdict {
  if (accountTrouble(error) === 'billing') return provider('billing', 'other', true);
  return { ...provider('rate_limited', 'other_first', false), ...resting(error) };
}

/** Words of Anthropic, OpenAI and Google for: too much at the moment. */
const BUSY_TYPES = new Set([
  'overloaded_error',
  'overloaded',
  'server_is_overloaded',
  'engine_overloaded',
  'slow_down',
  'UNAVAILABLE',
]);

function ofServerError(status: number, error: UpstreamError): FailureVerdict {
  const isBusy =
    status === 529 || BUSY_TYPES.has(error.type) || (status === 503 && error.retryAfterMs !== undefined);
  if (isBusy) return { ...provider('overloaded', 'other_first', true), ...resting(error) };
  return provider('server_error', 'same', true);
}

function resting({ retryAfterMs }: UpstreamError): Pick<FailureVerdict, 'retryAfterMs'> {
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

function provider(reason: FailureReason, next: FailureVerdict['next'], trips: boolean): FailureVerdict {
  return { reason, next, blame: 'provider', trips };
}
