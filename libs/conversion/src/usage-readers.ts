import type { WireFormat } from '@cch/contracts/wire-formats';
import { anthropicReplies } from './formats/anthropic/usage';
import { geminiReplies } from './formats/gemini/usage';
import { openaiChatReplies } from './formats/openai-chat/usage';
import { openaiResponsesReplies } from './formats/openai-responses/usage';
import { JsonReplyReader } from './json/json-reply-reader';
import type { ReplyDialect, ReplyReader } from './reply-reading';
import { SseReplyReader } from './sse/sse-reply-reader';

export type { ReplyReader, ReplyReading } from './reply-reading';

const DIALECTS: Readonly<Record<WireFormat, ReplyDialect>> = {
  anthropic: anthropicReplies,
  'openai-chat': openaiChatReplies,
  'openai-responses': openaiResponsesReplies,
  gemini: geminiReplies,
};

/** A reader for one reply in the given format, as an event stream or as one JSON body. */
export function replyReader(format: WireFormat, body: 'sse' | 'json'): ReplyReader {
  const dialect = DIALECTS[format];
  return body === 'sse' ? new SseReplyReader(dialect) : new JsonReplyReader(dialect);
}
