/** Request header that tells the mock what to answer; a gateway passes it on like any other. */
export const SCRIPT_HEADER = 'x-bench-script';

const USAGE = {
  input_tokens: 1234,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  output_tokens: 1,
  service_tier: 'standard',
};
const SENTENCE = 'The change compiles, the tests pass, and the loop now ends one step earlier. ';

/** An answer without streaming, about 1 KB. */
export const jsonAnswer = Buffer.from(
  JSON.stringify({
    ...message([{ type: 'text', text: SENTENCE.repeat(8) }]),
    stop_reason: 'end_turn',
    usage: { ...USAGE, output_tokens: 160 },
  }),
);

/**
 * A streamed answer, one buffer per write of the upstream: the opening, then `events` deltas of equal size, then the end.
 * @type {(events: number) => readonly Buffer[]}
 */
export function streamedAnswer(events) {
  const opening = [
    sse({ type: 'message_start', message: { ...message([]), stop_reason: null, usage: USAGE } }),
    sse({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
  ];
  const deltas = Array.from({ length: events }, (_, number) => delta(number));
  const ending = [
    sse({ type: 'content_block_stop', index: 0 }),
    sse({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: events } }),
    sse({ type: 'message_stop' }),
  ];
  return [opening.join(''), ...deltas, ending.join('')].map((text) => Buffer.from(text));
}

function delta(/** @type {number} */ number) {
  const text = `#${String(number).padStart(6, '0')} and the next few words`;
  return sse({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
}

function message(/** @type {object[]} */ content) {
  return { id: 'msg_bench', type: 'message', role: 'assistant', model: 'claude-bench', content };
}

function sse(/** @type {{ type: string }} */ event) {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
