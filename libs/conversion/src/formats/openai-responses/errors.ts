import {
  retryAfterSeconds,
  type BegunReply,
  type ErrorDialect,
  type ErrorTableKind,
  type PublicError,
} from '../../canonical/public-error';
import { encodeFrame } from '../../sse/encode-frame';
import { openaiErrorBody } from '../openai-chat/errors';

/** The codes of a failed response that Codex tells apart; everything else it retries as a server error. */
const STREAM_CODES: Partial<Record<ErrorTableKind, string>> = {
  context_length: 'context_length_exceeded',
  billing: 'insufficient_quota',
  rate_limit: 'rate_limit_exceeded',
};

export const openaiResponsesErrors: ErrorDialect = { ...openaiErrorBody, streamEnd };

/** The response id must be the one the stream began with: the openai SDK refuses a lifecycle whose id changes. */
function streamEnd(error: PublicError, begun: BegunReply): string {
  const response = {
    id: begun.replyId ?? `resp_${error.requestId}`,
    object: 'response',
    created_at: begun.createdAt ?? 0,
    status: 'failed',
    error: {
      code: STREAM_CODES[error.kind] ?? 'server_error',
      message: messageOf(error),
      hub_code: error.code,
    },
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: begun.model ?? '',
    output: [],
    parallel_tool_calls: true,
    temperature: null,
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    usage: null,
  };
  const type = 'response.failed';
  return encodeFrame({ type, sequence_number: begun.sequenceNumber ?? 0, response }, type);
}

/** Codex reads the delay from the sentence. */
function messageOf(error: PublicError): string {
  const seconds = error.kind === 'rate_limit' ? retryAfterSeconds(error) : undefined;
  return seconds === undefined ? error.message : `${error.message} Please try again in ${seconds}s.`;
}
