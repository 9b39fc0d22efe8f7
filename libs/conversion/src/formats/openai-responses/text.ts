import { elementsOf, recordOf } from '../../json/record';
import { textsIn } from '../../json/texts-in';
import type { TextDialect } from '../../reply-text';

const DELTAS = new Set<unknown>(['response.output_text.delta', 'response.refusal.delta']);
const ENDS = new Set<unknown>(['response.completed', 'response.incomplete']);

export const openaiResponsesText: TextDialect = {
  inFrame: (frame) => (DELTAS.has(recordOf(frame)['type']) ? textsIn([frame], 'delta') : ''),
  // The last event repeats the whole answer, for those who were not listening.
  inLastFrame: (frame) => (ENDS.has(recordOf(frame)['type']) ? inBody(recordOf(frame)['response']) : ''),
  inBody,
};

function inBody(response: unknown): string {
  const messages = elementsOf(recordOf(response)['output']).map(recordOf);
  const spoken = messages.filter((item) => item['type'] === 'message');
  return spoken.map((item) => textsIn(item['content'], 'text', 'refusal')).join('');
}
