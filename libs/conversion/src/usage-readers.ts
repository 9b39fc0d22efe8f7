import type { WireFormat } from '@cch/contracts/wire-formats';
import { anthropicReplies } from './formats/anthropic/usage';
import { geminiReplies } from './formats/gemini/usage';
import { openaiChatReplies } from './formats/openai-chat/usage';
import { openaiResponsesReplies } from './formats/openai-responses/usage';
import { ReplyByShape } from './reply-by-shape';
import type { ReplyDialect, ReplyReader } from './reply-reading';

export type { ReplyReader, ReplyReading } from './reply-reading';

const DIALECTS: Readonly<Record<WireFormat, ReplyDialect>> = {
  anthropic: anthropicReplies,
  'openai-chat': openaiChatReplies,
  'openai-responses': openaiResponsesReplies,
  gemini: geminiReplies,
};

/** A reader for one reply in the given format, which its content type says is an event stream or a JSON body. */
export function replyReader(format: WireFormat, body: 'sse' | 'json'): ReplyReader {
  return new ReplyByShape(DIALECTS[format], body);
}
