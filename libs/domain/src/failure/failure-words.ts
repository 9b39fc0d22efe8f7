import type { GatewayErrorCode } from '@cch/contracts/error-codes';
import type { FailureReason } from '@cch/contracts/failure-reasons';

/** The hub's own error for a failed attempt. */
export interface FailureWords {
  readonly code: GatewayErrorCode;
  /** For the person at the client. */
  readonly message: string;
}

/** What the hub calls a failure of that kind when it has to say so itself. */
export function failureWords(reason: FailureReason): FailureWords {
  return WORDS[reason];
}

const UNFIT: FailureWords = { code: 'upstream_error', message: 'The provider answered with an error.' };
const LOCKED_OUT: FailureWords = {
  code: 'upstream_credentials',
  message:
    'The provider does not accept the hub’s account. The administrator finds the reason in the request log.',
};

const WORDS: Readonly<Record<FailureReason, FailureWords>> = {
  invalid_request: UNFIT,
  too_large: UNFIT,
  credentials: LOCKED_OUT,
  billing: LOCKED_OUT,
  forbidden: LOCKED_OUT,
  not_found: UNFIT,
  late_request: UNFIT,
  conflict: UNFIT,
  server_error: UNFIT,
  unexpected_status: UNFIT,
  rate_limited: {
    code: 'upstream_rate_limited',
    message: 'The provider takes no more requests at the moment.',
  },
  overloaded: { code: 'upstream_overloaded', message: 'The provider is overloaded.' },
  login_failed: { code: 'upstream_login_failed', message: 'The hub could not log in at the provider.' },
  proxy_failed: {
    code: 'upstream_proxy_failed',
    message: 'The proxy on the way to the provider did not work.',
  },
  unreachable: { code: 'upstream_unreachable', message: 'The provider could not be reached.' },
  closed_early: {
    code: 'upstream_closed_early',
    message: 'The provider closed the connection before its answer was complete.',
  },
  bad_response: {
    code: 'upstream_bad_response',
    message: 'The provider sent an answer that is not valid HTTP.',
  },
  first_byte_timeout: {
    code: 'upstream_first_byte_timeout',
    message: 'The provider did not begin to answer in time.',
  },
  idle_timeout: {
    code: 'upstream_idle_timeout',
    message: 'The provider stopped sending in the middle of its answer.',
  },
  request_timeout: { code: 'upstream_request_timeout', message: 'The provider did not answer in time.' },
  empty_reply: { code: 'upstream_empty_reply', message: 'The provider sent an empty answer.' },
  not_an_answer: {
    code: 'upstream_not_an_answer',
    message: 'The provider sent something that is no answer to the request.',
  },
};
