import { holdsSomething } from '../../json/holds-something';
import type { ObjectView } from '../../json/object-view';
import { recordOf } from '../../json/record';
import type { FrameWeight } from '../../reply-reading';

export function weighAnthropic(frame: ObjectView): FrameWeight {
  switch (frame.string('type')) {
    case 'message_start':
      return 'opening';
    case 'content_block_start': // a tool without arguments says no more than this
      return 'content';
    case 'content_block_delta':
      return holdsDelta(frame) ? 'content' : 'opening';
    case 'message_delta':
      return recordOf(frame.value('delta'))['stop_reason'] ? 'content' : 'opening';
    case 'message_stop':
      return 'end';
    default:
      return 'nothing';
  }
}

/** Text, thinking, signature, arguments or a citation; every kind has a member of its own name. */
function holdsDelta(frame: ObjectView): boolean {
  const members = Object.entries(recordOf(frame.value('delta')));
  return members.some(([name, value]) => name !== 'type' && holdsSomething(value));
}

/** A message, or a count of tokens. */
export function isAnthropicAnswer(body: ObjectView): boolean {
  const type = body.string('type');
  return type === 'message' || type === 'completion' || body.has('content') || body.has('input_tokens');
}
