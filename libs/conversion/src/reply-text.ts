import type { WireFormat } from '@cch/contracts/wire-formats';
import { anthropicText } from './formats/anthropic/text';
import { geminiText } from './formats/gemini/text';
import { openaiChatText } from './formats/openai-chat/text';
import { openaiResponsesText } from './formats/openai-responses/text';
import { parseJson } from './json/parse-text';
import { frameData, splitFrames } from './sse/frame-data';

/** Where one wire format has the text of an answer. Whatever has none is an empty text. */
export interface TextDialect {
  inFrame(frame: unknown): string;
  /** Asked when no frame had any. */
  inLastFrame?(frame: unknown): string;
  inBody(body: unknown): string;
}

const DIALECTS: Readonly<Record<WireFormat, TextDialect>> = {
  anthropic: anthropicText,
  'openai-chat': openaiChatText,
  'openai-responses': openaiResponsesText,
  gemini: geminiText,
};

/**
 * The text that a person reads in a reply, of which the whole body or its beginning is given: an event stream, a JSON
 * body, or Gemini's array of replies. Thinking and tool calls are not in it. Empty when there is none.
 */
export function replyText(format: WireFormat, reply: string): string {
  const dialect = DIALECTS[format];
  const unmarked = reply.replace(/^\ufeff/, '');
  const body = parseJson(unmarked);
  if (Array.isArray(body)) return body.map((element) => dialect.inFrame(element)).join('');
  if (body !== undefined) return dialect.inBody(body);
  const frames = splitFrames(unmarked).map((frame) => parseJson(frameData(frame)));
  const text = frames.map((frame) => dialect.inFrame(frame)).join('');
  return text || (dialect.inLastFrame?.(frames.findLast((frame) => frame !== undefined)) ?? '');
}
