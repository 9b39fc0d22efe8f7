import { mergeWhole } from '../../canonical/merge-usage';
import { tokenCount, usageFromInclusive, type Usage } from '../../canonical/usage';
import type { ObjectView } from '../../json/object-view';
import { recordOf } from '../../json/record';
import type { ReplyDialect, ReplyReading } from '../../reply-reading';
import { ERROR_KEYS, errorIn } from '../../upstream-errors/error-facts';
import { CHOICE_KEYS, hasFinished, isChatAnswer, weighChat } from './content';

const KEYS = new Set([...ERROR_KEYS, 'id', 'model', 'usage', 'service_tier', 'choices']);

export const openaiChatReplies: ReplyDialect = {
  // Every chunk may carry "finish_reason":null, "usage":null and, from some vendors, "error":null.
  marker: /"finish_reason"\s*:\s*"[^"]|"usage"\s*:\s*\{|"error"\s*:\s*[{"]|\[DONE\]/,
  terminator: '[DONE]',
  frameKeys: KEYS,
  readFrame: read,
  weigh: weighChat,
  bodyKeys: KEYS,
  readBody: read,
  isAnswer: isChatAnswer,
};

function read(view: ObjectView, known: ReplyReading): ReplyReading {
  return {
    usage: mergeWhole(known.usage, openaiChatUsage(view.value('usage'))),
    model: view.string('model') || known.model,
    serviceTier: view.string('service_tier') || known.serviceTier,
    replyId: view.string('id') || known.replyId,
    isComplete: known.isComplete || view.objects('choices', CHOICE_KEYS).some(hasFinished),
    streamError: known.streamError ?? errorIn(view),
  };
}

export function openaiChatUsage(value: unknown): Usage | undefined {
  const counts = recordOf(value);
  const prompt = recordOf(counts['prompt_tokens_details']);
  const completion = recordOf(counts['completion_tokens_details']);
  return usageFromInclusive({
    inputTotal: tokenCount(counts['prompt_tokens']),
    // Moonshot and DeepSeek name the cached tokens beside the details object that OpenAI has.
    cacheRead:
      tokenCount(prompt['cached_tokens']) ??
      tokenCount(counts['cached_tokens']) ??
      tokenCount(counts['prompt_cache_hit_tokens']),
    cacheCreation: tokenCount(prompt['cache_write_tokens']),
    output: tokenCount(counts['completion_tokens']),
    reasoning: tokenCount(completion['reasoning_tokens']),
    imageInput: tokenCount(prompt['image_tokens']),
    imageOutput: tokenCount(completion['image_tokens']),
  });
}
