import type { ObjectView } from '../../json/object-view';
import type { FrameWeight } from '../../reply-reading';

export const CHOICE_KEYS: ReadonlySet<string> = new Set(['finish_reason', 'delta']);
/** The last five are other vendors' or older: reasoning has three names. */
const CONTENTS = [
  'content',
  'refusal',
  'tool_calls',
  'audio',
  'function_call',
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'images',
];
const DELTA_KEYS: ReadonlySet<string> = new Set(CONTENTS);

export function weighChat(chunk: ObjectView): FrameWeight {
  const choices = chunk.objects('choices', CHOICE_KEYS);
  if (choices.some((choice) => hasFinished(choice) || holdsDelta(choice))) return 'content';
  return chunk.has('choices') || chunk.has('usage') ? 'opening' : 'nothing';
}

export function hasFinished(choice: ObjectView): boolean {
  return Boolean(choice.string('finish_reason'));
}

function holdsDelta(choice: ObjectView): boolean {
  const delta = choice.object('delta', DELTA_KEYS);
  return delta !== undefined && CONTENTS.some((key) => delta.holds(key));
}

export function isChatAnswer(body: ObjectView): boolean {
  return body.has('choices') || body.has('object');
}
