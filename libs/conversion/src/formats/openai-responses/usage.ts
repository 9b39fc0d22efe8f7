import { mergeWhole } from '../../canonical/merge-usage';
import { tokenCount, usageFromInclusive, type Usage } from '../../canonical/usage';
import type { ObjectView } from '../../json/object-view';
import { recordOf } from '../../json/record';
import type { ReplyDialect, ReplyReading } from '../../reply-reading';
import { ERROR_KEYS, errorIn, streamError } from '../../upstream-errors/error-facts';
import { CONTENT_KEYS, ENDING_EVENTS, isResponsesAnswer, OPENING_EVENTS, weighResponses } from './content';

const RESPONSE_KEYS = new Set([...ERROR_KEYS, 'id', 'model', 'usage', 'service_tier', 'status']);

export const openaiResponsesReplies: ReplyDialect = {
  marker:
    /"response\.(?:completed|incomplete|failed)"|"type"\s*:\s*"(?:response\.)?error"|"error"\s*:\s*[{"]/,
  frameKeys: new Set([...ERROR_KEYS, ...CONTENT_KEYS, 'response']),
  readFrame,
  weigh: weighResponses,
  bodyKeys: new Set([...RESPONSE_KEYS, 'output', 'input_tokens']),
  readBody: readResponse,
  isAnswer: isResponsesAnswer,
};

function readFrame(frame: ObjectView, known: ReplyReading): ReplyReading {
  const type = frame.string('type') ?? '';
  const hasFailed = type === 'response.failed';
  // The second and third event repeat the first, instructions and tools included: that is often 100 KiB.
  const isRepetition = known.replyId !== undefined && OPENING_EVENTS.has(type);
  const response = isRepetition ? undefined : frame.object('response', RESPONSE_KEYS);
  const reading = response ? readResponse(response, known) : known;
  return {
    ...reading,
    isComplete: reading.isComplete || hasFailed || ENDING_EVENTS.has(type),
    // The error lies in the event itself or, as over WebSocket, in its `error` member.
    streamError: reading.streamError ?? errorIn(frame) ?? (hasFailed ? streamError(undefined) : undefined),
  };
}

function readResponse(response: ObjectView, known: ReplyReading): ReplyReading {
  const hasFailed = response.string('status') === 'failed';
  return {
    ...known,
    usage: mergeWhole(known.usage, openaiResponsesUsage(response.value('usage'))),
    model: response.string('model') || known.model,
    serviceTier: response.string('service_tier') || known.serviceTier,
    replyId: response.string('id') || known.replyId,
    streamError: known.streamError ?? errorIn(response) ?? (hasFailed ? streamError(undefined) : undefined),
  };
}

export function openaiResponsesUsage(value: unknown): Usage | undefined {
  const counts = recordOf(value);
  const input = recordOf(counts['input_tokens_details']);
  const output = recordOf(counts['output_tokens_details']);
  return usageFromInclusive({
    inputTotal: tokenCount(counts['input_tokens']),
    cacheRead: tokenCount(input['cached_tokens']),
    cacheCreation: tokenCount(input['cache_write_tokens']),
    output: tokenCount(counts['output_tokens']),
    reasoning: tokenCount(output['reasoning_tokens']),
    imageInput: tokenCount(input['image_tokens']),
    imageOutput: tokenCount(output['image_tokens']),
  });
}
