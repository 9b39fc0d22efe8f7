import { tokenCount, usageFromInclusive, type Usage } from '../../canonical/usage';
import type { ObjectView } from '../../json/object-view';
import { recordOf } from '../../json/record';
import { streamErrorOf, type ReplyDialect, type ReplyReading } from '../../reply-reading';

const KEYS = new Set(['id', 'model', 'usage', 'choices', 'error']);
const CHOICE_KEYS = new Set(['finish_reason']);

export const openaiChatReplies: ReplyDialect = {
  // Every chunk may carry "finish_reason":null, "usage":null and, from some vendors, "error":null.
  marker: /"finish_reason"\s*:\s*"[^"]|"usage"\s*:\s*\{|"error"\s*:\s*[{"]|\[DONE\]/,
  terminator: '[DONE]',
  frameKeys: KEYS,
  readFrame: read,
  bodyKeys: KEYS,
  readBody: read,
};

function read(view: ObjectView, known: ReplyReading): ReplyReading {
  const error = view.value('error');
  return {
    usage: openaiChatUsage(view.value('usage')) ?? known.usage,
    model: view.string('model') || known.model,
    replyId: view.string('id') || known.replyId,
    isComplete: known.isComplete || view.objects('choices', CHOICE_KEYS).some(hasFinished),
    streamError: known.streamError ?? (error ? streamErrorOf(errorRecord(error), 'type', 'code') : undefined),
  };
}

function hasFinished(choice: ObjectView): boolean {
  return Boolean(choice.string('finish_reason'));
}

function errorRecord(error: unknown): Readonly<Record<string, unknown>> {
  return typeof error === 'string' ? { message: error } : recordOf(error);
}

export function openaiChatUsage(value: unknown): Usage | undefined {
  const counts = recordOf(value);
  const prompt = recordOf(counts['prompt_tokens_details']);
  return usageFromInclusive({
    inputTotal: tokenCount(counts['prompt_tokens']),
    // Moonshot and DeepSeek name the cached tokens beside the details object that OpenAI has.
    cacheRead:
      tokenCount(prompt['cached_tokens']) ??
      tokenCount(counts['cached_tokens']) ??
      tokenCount(counts['prompt_cache_hit_tokens']),
    cacheCreation: tokenCount(prompt['cache_write_tokens']),
    output: tokenCount(counts['completion_tokens']),
    reasoning: tokenCount(recordOf(counts['completion_tokens_details'])['reasoning_tokens']),
  });
}
