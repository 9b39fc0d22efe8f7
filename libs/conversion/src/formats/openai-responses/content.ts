import type { ObjectView } from '../../json/object-view';
import type { FrameWeight } from '../../reply-reading';

/** Where the events `….done` put what has been said. */
const DONE_KEYS = ['text', 'arguments', 'refusal', 'input', 'code', 'part', 'item'] as const;

/** Members of a frame that `weighResponses` has to be able to see. */
export const CONTENT_KEYS = [...DONE_KEYS, 'delta', 'partial_image_b64'] as const;

export const OPENING_EVENTS: ReadonlySet<string> = new Set([
  'response.created',
  'response.in_progress',
  'response.queued',
]);
export const ENDING_EVENTS: ReadonlySet<string> = new Set(['response.completed', 'response.incomplete']);

export function weighResponses(frame: ObjectView): FrameWeight {
  const type = frame.string('type');
  if (type === undefined || !type.startsWith('response.')) return 'nothing';
  if (OPENING_EVENTS.has(type)) return 'opening';
  // The last event repeats the whole response, so it is an answer also when nothing came before it.
  if (ENDING_EVENTS.has(type) || type.endsWith('.added')) return 'content';
  return saysSomething(frame, type) ? 'content' : 'nothing';
}

function saysSomething(frame: ObjectView, type: string): boolean {
  if (type.endsWith('.delta')) return frame.holds('delta');
  if (type.endsWith('.done')) return DONE_KEYS.some((key) => frame.holds(key));
  return frame.holds('partial_image_b64');
}

/** A response, or a count of tokens. */
export function isResponsesAnswer(body: ObjectView): boolean {
  return body.has('output') || body.has('object') || body.has('input_tokens');
}
