import { sumOfKnown, tokenCount, usageOrNothing, type Usage } from '../../canonical/usage';
import type { ObjectView } from '../../json/object-view';
import { recordOf } from '../../json/record';
import type { ReplyDialect, ReplyReading } from '../../reply-reading';
import { ERROR_KEYS, errorIn } from '../../upstream-errors/error-facts';
import { isAnthropicAnswer, weighAnthropic } from './content';

const DELTA_KEYS = new Set(['stop_reason']);
const MESSAGE_KEYS = new Set(['id', 'model', 'usage']);

export const anthropicReplies: ReplyDialect = {
  marker: /"message_(?:start|delta|stop)"|"error"/,
  frameKeys: new Set([...ERROR_KEYS, 'usage', 'delta']),
  readFrame,
  weigh: weighAnthropic,
  bodyKeys: new Set([...MESSAGE_KEYS, ...ERROR_KEYS, 'content', 'input_tokens']),
  readBody: (body, known) => withError(readMessage(body, known), body),
  isAnswer: isAnthropicAnswer,
};

function readFrame(frame: ObjectView, known: ReplyReading): ReplyReading {
  switch (frame.string('type')) {
    case 'message_start': {
      const message = frame.object('message', MESSAGE_KEYS);
      return message ? readMessage(message, known) : known;
    }
    case 'message_delta':
      return {
        ...known,
        usage: mergeUsage(known.usage, anthropicUsage(frame.value('usage'))),
        // What comes behind the reason to stop is only the mark of the end, which some proxies leave out.
        isComplete: known.isComplete || Boolean(frame.object('delta', DELTA_KEYS)?.string('stop_reason')),
      };
    case 'message_stop':
      return { ...known, isComplete: true };
    default: // an error, whose type some proxies leave to the event name
      return withError(known, frame);
  }
}

function readMessage(message: ObjectView, known: ReplyReading): ReplyReading {
  return {
    ...known,
    model: message.string('model') || known.model,
    replyId: message.string('id') || known.replyId,
    usage: mergeUsage(known.usage, anthropicUsage(message.value('usage'))),
  };
}

function withError(known: ReplyReading, view: ObjectView): ReplyReading {
  const streamError = known.streamError ?? errorIn(view);
  return streamError === known.streamError ? known : { ...known, streamError };
}

/** Anthropic's counts are disjoint already. */
export function anthropicUsage(value: unknown): Usage | undefined {
  const counts = recordOf(value);
  const split = recordOf(counts['cache_creation']);
  const fiveMinutes = tokenCount(split['ephemeral_5m_input_tokens']);
  const oneHour = tokenCount(split['ephemeral_1h_input_tokens']);
  return usageOrNothing({
    inputTokens: tokenCount(counts['input_tokens']),
    outputTokens: tokenCount(counts['output_tokens']),
    cacheCreationTokens:
      tokenCount(counts['cache_creation_input_tokens']) ?? sumOfKnown(fiveMinutes, oneHour),
    cacheCreation5mTokens: fiveMinutes,
    cacheCreation1hTokens: oneHour,
    cacheReadTokens: tokenCount(counts['cache_read_input_tokens']),
    reasoningTokens: tokenCount(recordOf(counts['output_tokens_details'])['thinking_tokens']),
  });
}

/** Counts are cumulative: what `message_delta` says replaces what `message_start` said. */
function mergeUsage(earlier: Usage | undefined, later: Usage | undefined): Usage | undefined {
  if (earlier === undefined || later === undefined) return later ?? earlier;
  // A split belongs to its total: it survives a later total only when that is the same number.
  const keepsSplit =
    later.cacheCreation5mTokens === undefined &&
    later.cacheCreation1hTokens === undefined &&
    (later.cacheCreationTokens ?? earlier.cacheCreationTokens) === earlier.cacheCreationTokens;
  const split = keepsSplit ? earlier : later;
  return {
    inputTokens: later.inputTokens ?? earlier.inputTokens,
    outputTokens: later.outputTokens ?? earlier.outputTokens,
    cacheCreationTokens: later.cacheCreationTokens ?? earlier.cacheCreationTokens,
    cacheCreation5mTokens: split.cacheCreation5mTokens,
    cacheCreation1hTokens: split.cacheCreation1hTokens,
    cacheReadTokens: later.cacheReadTokens ?? earlier.cacheReadTokens,
    reasoningTokens: later.reasoningTokens ?? earlier.reasoningTokens,
  };
}
