import { sumOfKnown, tokenCount, usageFromInclusive, type Usage } from '../../canonical/usage';
import type { ObjectView } from '../../json/object-view';
import { recordOf } from '../../json/record';
import { streamErrorOf, type ReplyDialect, type ReplyReading } from '../../reply-reading';

const REPLY_KEYS = new Set([
  'candidates',
  'usageMetadata',
  'modelVersion',
  'responseId',
  'promptFeedback',
  'error',
]);
const KEYS = new Set([...REPLY_KEYS, 'response']);
const CANDIDATE_KEYS = new Set(['finishReason']);
const FEEDBACK_KEYS = new Set(['blockReason']);

export const geminiReplies: ReplyDialect = {
  // Arguments of a function call are bare JSON that may hold any key, so frames with calls are read at once.
  marker: /"finishReason"\s*:\s*"|"blockReason"\s*:\s*"|"error"\s*:\s*\{|"functionCall"/,
  lastCounts: '"usageMetadata"',
  frameKeys: KEYS,
  readFrame: read,
  bodyKeys: KEYS,
  readBody: read,
};

function read(view: ObjectView, known: ReplyReading): ReplyReading {
  const reply = view.object('response', REPLY_KEYS) ?? view; // Gemini CLI's own endpoint wraps each reply
  const error = reply.value('error') ?? view.value('error');
  return {
    usage: geminiUsage(reply.value('usageMetadata')) ?? known.usage,
    model: reply.string('modelVersion') || known.model,
    replyId: reply.string('responseId') || known.replyId,
    isComplete: known.isComplete || hasEnded(reply),
    streamError: known.streamError ?? (error ? streamErrorOf(recordOf(error), 'status', 'code') : undefined),
  };
}

/** A candidate says why it ended; a prompt that was blocked has no candidates. */
function hasEnded(reply: ObjectView): boolean {
  if (reply.object('promptFeedback', FEEDBACK_KEYS)?.string('blockReason')) return true;
  return reply.objects('candidates', CANDIDATE_KEYS).some((candidate) => {
    const reason = candidate.string('finishReason');
    return Boolean(reason) && reason !== 'FINISH_REASON_UNSPECIFIED';
  });
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
