import { GATEWAY_ERRORS } from '@cch/contracts/error-codes';
import type { WireFormat } from '@cch/contracts/wire-formats';
import {
  retryAfterSeconds,
  type BegunReply,
  type ErrorDialect,
  type PublicError,
} from './canonical/public-error';
import { anthropicErrors } from './formats/anthropic/errors';
import { geminiErrors } from './formats/gemini/errors';
import { openaiChatErrors } from './formats/openai-chat/errors';
import { openaiResponsesErrors } from './formats/openai-responses/errors';

export interface RenderedError {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const DIALECTS: Readonly<Record<WireFormat, ErrorDialect>> = {
  anthropic: anthropicErrors,
  'openai-chat': openaiChatErrors,
  'openai-responses': openaiResponsesErrors,
  gemini: geminiErrors,
};

/** The whole HTTP answer to an error of the hub, in the words of the caller's format. */
export function renderError(format: WireFormat, error: PublicError): RenderedError {
  const dialect = DIALECTS[format];
  const seconds = retryAfterSeconds(error);
  return {
    status: dialect.status(error),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': error.requestId,
      'x-hub-error': error.code,
      ...dialect.headers?.(error),
      ...(GATEWAY_ERRORS[error.code].retryable ? {} : { 'x-should-retry': 'false' }),
      ...(seconds === undefined ? {} : { 'retry-after': String(seconds) }),
    },
    body: JSON.stringify(dialect.body(error)),
  };
}

/** The frames that end a stream which has already begun; the connection closes after them. */
export function renderStreamError(format: WireFormat, error: PublicError, begun: BegunReply = {}): string {
  return DIALECTS[format].streamEnd(error, begun);
}
