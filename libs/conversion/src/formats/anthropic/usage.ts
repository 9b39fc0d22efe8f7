import { mergeDisjoint } from '../../canonical/merge-usage';
import {
  cacheWrites,
  sumOfKnown,
  tokenCount,
  UNKNOWN_USAGE,
  usageOrNothing,
  type Usage,
} from '../../canonical/usage';
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
        ...withUsage(known, frame.value('usage')),
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
    ...withUsage(known, message.value('usage')),
    model: message.string('model') || known.model,
    replyId: message.string('id') || known.replyId,
  };
}

function withUsage(known: ReplyReading, value: unknown): ReplyReading {
  const tier = recordOf(value)['service_tier'];
  return {
    ...known,
    usage: mergeDisjoint(known.usage, anthropicUsage(value)),
    serviceTier: typeof tier === 'string' && tier !== '' ? tier : known.serviceTier,
  };
}

function withError(known: ReplyReading, view: ObjectView): ReplyReading {
  const streamError = known.streamError ?? errorIn(view);
  return streamError === known.streamError ? known : { ...known, streamError };
}

/** Anthropic's counts are disjoint already. */
export function anthropicUsage(value: unknown): Usage | undefined {
  const counts = recordOf(value);
  return usageOrNothing({
    ...UNKNOWN_USAGE,
    inputTokens: tokenCount(counts['input_tokens']),
    outputTokens: tokenCount(counts['output_tokens']),
    ...writtenToCache(counts),
    cacheReadTokens: tokenCount(counts['cache_read_input_tokens']),
    reasoningTokens: tokenCount(recordOf(counts['output_tokens_details'])['thinking_tokens']),
  });
}

function writtenToCache(counts: Readonly<Record<string, unknown>>): ReturnType<typeof cacheWrites> {
  const total = tokenCount(counts['cache_creation_input_tokens']);
  const split = recordOf(counts['cache_creation']);
  const fiveMinutes = tokenCount(split['ephemeral_5m_input_tokens']);
  const oneHour = tokenCount(split['ephemeral_1h_input_tokens']);
  const parts = sumOfKnown(fiveMinutes, oneHour);
  if (parts === undefined) return cacheWrites(total, undefined);
  return cacheWrites(Math.max(total ?? 0, parts), oneHour ?? 0); // the larger where they disagree
}
