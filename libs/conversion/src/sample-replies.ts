import type { WireFormat } from '@cch/contracts/wire-formats';
import type { Usage } from './canonical/usage';
import { frameOf, readReply } from './read-reply';

/** How a provider of one format says what it used; for specs. */
interface SampleReplies {
  /** The frames of a whole stream in which the reports come one after another. */
  stream(reports: readonly unknown[]): readonly unknown[];
  body(report: unknown): unknown;
}

const anthropic: SampleReplies = {
  stream: ([first, ...others]) => [
    { type: 'message_start', message: { id: 'msg_1', model: 'claude', content: [], usage: first } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: 'Hi' } },
    ...others.map((usage) => ({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage })),
    { type: 'message_stop' },
  ],
  body: (usage) => ({ id: 'msg_1', type: 'message', content: [{ type: 'text', text: 'Hi' }], usage }),
};

const chat: SampleReplies = {
  stream: (reports) => [
    ...reports.map((usage) => ({ id: 'c', choices: [{ index: 0, delta: { content: 'Hi' } }], usage })),
    { id: 'c', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    '[DONE]',
  ],
  body: (usage) => ({ id: 'c', choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }], usage }),
};

const responses: SampleReplies = {
  stream: (reports) => [
    { type: 'response.created', response: { id: 'r', usage: null } },
    { type: 'response.output_text.delta', delta: 'Hi' },
    ...reports.map((usage) => ({ type: 'response.completed', response: { id: 'r', usage } })),
  ],
  body: (usage) => ({ id: 'r', status: 'completed', output: [{ type: 'message' }], usage }),
};

const gemini: SampleReplies = {
  stream: (reports) => [
    ...reports.map((usageMetadata) => ({
      candidates: [{ content: { parts: [{ text: 'Hi' }] } }],
      usageMetadata,
    })),
    { candidates: [{ finishReason: 'STOP' }] },
  ],
  body: (usageMetadata) => ({ candidates: [{ finishReason: 'STOP' }], usageMetadata }),
};

export const SAMPLE_REPLIES: Readonly<Record<WireFormat, SampleReplies>> = {
  anthropic,
  'openai-chat': chat,
  'openai-responses': responses,
  gemini,
};

/**
 * The usages that are read of a stream with these reports, and of a JSON body if there is but one: frame by frame and split
 * in two at every byte. One, unless the splits make a difference.
 */
export function usagesRead(format: WireFormat, reports: readonly unknown[]): (Usage | undefined)[] {
  const sample = SAMPLE_REPLIES[format];
  const frames = sample.stream(reports).map(frameOf);
  const readings = [readReply(format, 'sse', frames)];
  for (const chunks of splitsOf(frames.join(''))) readings.push(readReply(format, 'sse', chunks));
  if (reports.length === 1) {
    const body = JSON.stringify(sample.body(reports[0]));
    for (const chunks of splitsOf(body)) readings.push(readReply(format, 'json', chunks));
  }
  const distinct = new Map(readings.map(({ usage }) => [JSON.stringify(usage), usage]));
  return [...distinct.values()];
}

function splitsOf(text: string): Buffer[][] {
  const bytes = Buffer.from(text);
  return Array.from(bytes, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)]);
}
