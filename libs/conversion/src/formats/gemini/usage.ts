import { mergeWhole } from '../../canonical/merge-usage';
import { sumOfKnown, tokenCount, usageFromInclusive, type Usage } from '../../canonical/usage';
import type { ObjectView } from '../../json/object-view';
import { elementsOf, recordOf } from '../../json/record';
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
    ...known,
    usage: mergeWhole(known.usage, geminiUsage(reply.value('usageMetadata'))),
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
    imageInput: uncachedImages(counts),
    imageOutput: imagesIn(counts['candidatesTokensDetails']),
  });
}

/** Pictures in the prompt that the cache did not have: those it had are in its own count already. */
function uncachedImages(counts: Readonly<Record<string, unknown>>): number | undefined {
  const images = sumOfKnown(
    imagesIn(counts['promptTokensDetails']),
    imagesIn(counts['toolUsePromptTokensDetails']),
  );
  if (images === undefined) return undefined;
  return Math.max(0, images - (imagesIn(counts['cacheTokensDetails']) ?? 0));
}

function imagesIn(details: unknown): number | undefined {
  const images = elementsOf(details)
    .map(recordOf)
    .filter((detail) => detail['modality'] === 'IMAGE');
  return sumOfKnown(...images.map((detail) => tokenCount(detail['tokenCount'])));
}
