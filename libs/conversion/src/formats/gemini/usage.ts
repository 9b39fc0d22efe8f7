import { sumOfKnown, tokenCount, usageFromInclusive, type Usage } from '../../canonical/usage';
import type { ObjectView } from '../../json/object-view';
import { recordOf } from '../../json/record';
import type { ReplyDialect, ReplyReading } from '../../reply-reading';
import { ERROR_KEYS, errorIn } from '../../upstream-errors/error-facts';
import { hasEnded, isGeminiAnswer, replyOf, REPLY_KEYS, weighGemini } from './content';

const KEYS = new Set([...REPLY_KEYS, ...ERROR_KEYS, 'response', 'totalTokens']);

export const geminiReplies: ReplyDialect = {
  // Arguments of a function call are bare JSON that may hold any key, so frames with calls are read at once.
  marker: /"finishReason"\s*:\s*"|"blockReason"\s*:\s*"|"error"\s*:\s*[{"]|"functionCall"/,
  lastCounts: '"usageMetadata"',
  frameKeys: KEYS,
  readFrame: read,
  weigh: weighGemini,
  bodyKeys: KEYS,
  readBody: read,
  isAnswer: isGeminiAnswer,
};

function read(view: ObjectView, known: ReplyReading): ReplyReading {
  const reply = replyOf(view);
  return {
    usage: geminiUsage(reply.value('usageMetadata')) ?? known.usage,
    model: reply.string('modelVersion') || known.model,
    replyId: reply.string('responseId') || known.replyId,
    isComplete: known.isComplete || hasEnded(reply),
    streamError: known.streamError ?? errorIn(reply) ?? errorIn(view),
  };
}

/** Gemini counts thoughts beside the candidates and tool prompts beside the prompt; a missing candidate count is 0. */
export function geminiUsage(value: unknown): Usage | undefined {
  const counts = recordOf(value);
  const prompt = tokenCount(counts['promptTokenCount']);
  const thoughts = tokenCount(counts['thoughtsTokenCount']);
  const candidates = tokenCount(counts['candidatesTokenCount']) ?? (prompt === undefined ? undefined : 0);
  return usageFromInclusive({
    inputTotal: sumOfKnown(prompt, tokenCount(counts['toolUsePromptTokenCount'])),
    cacheRead: tokenCount(counts['cachedContentTokenCount']),
    output: sumOfKnown(candidates, thoughts),
    reasoning: thoughts,
  });
}
