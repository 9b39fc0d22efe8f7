import { tokenCount, usageFromInclusive, type Usage } from '../../canonical/usage';
import type { ObjectView } from '../../json/object-view';
import { recordOf } from '../../json/record';
import { streamErrorOf, type ReplyDialect, type ReplyReading, type StreamError } from '../../reply-reading';

const RESPONSE_KEYS = new Set(['id', 'model', 'usage', 'error']);
const TERMINAL_EVENTS = new Set(['response.completed', 'response.incomplete', 'response.failed']);

export const openaiResponsesReplies: ReplyDialect = {
  marker: /"response\.(?:completed|incomplete|failed)"|"type"\s*:\s*"error"|"error"\s*:\s*\{/,
  frameKeys: new Set(['type', 'response', 'error', 'code', 'message']),
  readFrame,
  bodyKeys: RESPONSE_KEYS,
  readBody: readResponse,
};

function readFrame(frame: ObjectView, known: ReplyReading): ReplyReading {
  const type = frame.string('type');
  if (type === 'error' || type === undefined) {
    return { ...known, streamError: known.streamError ?? errorEvent(frame, type) };
  }
  if (!type.startsWith('response.')) return known;

  const response = frame.object('response', RESPONSE_KEYS);
  const reading = response ? readResponse(response, known) : known;
  return TERMINAL_EVENTS.has(type) ? { ...reading, isComplete: true } : reading;
}

/** The error lies in the event itself or, as over WebSocket, in its `error` member. */
function errorEvent(frame: ObjectView, type: string | undefined): StreamError | undefined {
  const nested = frame.value('error');
  if (nested) return streamErrorOf(recordOf(nested), 'code', 'type');
  if (type === undefined) return undefined;
  return streamErrorOf({ code: frame.value('code'), message: frame.value('message') }, 'code');
}

function readResponse(response: ObjectView, known: ReplyReading): ReplyReading {
  const error = response.value('error');
  return {
    ...known,
    usage: openaiResponsesUsage(response.value('usage')) ?? known.usage,
    model: response.string('model') || known.model,
    replyId: response.string('id') || known.replyId,
    streamError: known.streamError ?? (error ? streamErrorOf(recordOf(error), 'code', 'type') : undefined),
  };
}

export function openaiResponsesUsage(value: unknown): Usage | undefined {
  const counts = recordOf(value);
  const input = recordOf(counts['input_tokens_details']);
  return usageFromInclusive({
    inputTotal: tokenCount(counts['input_tokens']),
    cacheRead: tokenCount(input['cached_tokens']),
    cacheCreation: tokenCount(input['cache_write_tokens']),
    output: tokenCount(counts['output_tokens']),
    reasoning: tokenCount(recordOf(counts['output_tokens_details'])['reasoning_tokens']),
  });
}
