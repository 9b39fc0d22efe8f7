import type { WireFormat } from '@cch/contracts/wire-formats';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { replyText } from './reply-text';

const FIXTURES = join(import.meta.dirname, '../fixtures');

interface ReplyFixture {
  readonly format: WireFormat;
  readonly events?: readonly {
    readonly event?: string;
    readonly data?: unknown;
    readonly comment?: string;
  }[];
  readonly body?: unknown;
}

const frame = (data: unknown): string =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

function textOf(name: string): string {
  const fixture: ReplyFixture = JSON.parse(readFileSync(join(FIXTURES, 'replies', `${name}.json`), 'utf8'));
  if (fixture.events === undefined) return replyText(fixture.format, JSON.stringify(fixture.body));
  const frames = fixture.events.map(({ event, data, comment }) =>
    comment === undefined ? (event ? `event: ${event}\n` : '') + frame(data) : `: ${comment}\n\n`,
  );
  return replyText(fixture.format, frames.join(''));
}

describe('the conversion cases', () => {
  const rows: readonly (readonly [name: string, text: string])[] = [
    ['a2b-res-04-thinking-tools-cache-usage', 'Looking it up.'],
    ['a2b-stream-03-text-tool-indices-and-usage', 'Sure, one sec.'],
    ['a2c-res-05-thinking-to-reasoning-item', 'Running tests.'],
    ['a2c-stream-04-thinking-text-tool', 'Checking the diff.'],
    ['a2c-stream-15-overloaded-mid-stream', 'Half an ans'],
    ['a2d-res-10-text-tool-and-cache', 'One moment.'],
    ['a2d-stream-08-buffered-call', 'Booking now.'],
    ['b2a-res-01-text-and-parallel-tools', 'I will check both.'],
    ['b2a-res-02-length-with-no-visible-text', ''],
    ['b2a-res-03-structured-output-refusal', "I can't help with that request."],
    ['b2a-stream-01-text-parallel-tools-late-usage', 'Let me look.'],
    ['b2a-stream-02-reasoning-content', 'Three.'],
    ['b2a-stream-16-error-frame', 'Par'],
    ['b2c-res-11-tool-call', 'Pinging.'],
    ['b2c-stream-10-text-and-calls', 'Two files.'],
    ['b2d-res-14-two-choices', 'Red'],
    ['b2d-stream-13-length', 'It was a dark and'],
    ['c2a-res-06-reasoning-citations-tools', 'Ordering now.'],
    ['c2a-res-07-incomplete-max-output', 'Once upon a'],
    ['c2a-stream-05-summary-parts-text-call', 'On it.'],
    ['c2a-stream-06-interleaved-calls', ''],
    ['c2b-res-12-message-reasoning-usage', 'Bergen is rainy [1].'],
    ['c2b-stream-11-reasoning-text-call', 'Saving.'],
    ['c2d-res-15-parallel-calls', ''],
    ['c2d-stream-14-reasoning-and-text', '42'],
    ['d2a-res-08-thoughts-and-function-call', ''],
    ['d2a-stream-07-thoughts-then-call', ''],
    ['d2b-res-09-blocked-prompt', ''],
    ['d2b-stream-09-text-and-call', 'Let me check.'],
    ['d2c-res-13-text-max-tokens', 'The first chapter'],
    ['d2c-stream-12-text-only', 'Hei 👩‍🚀 på tur'],
  ];

  it.each(rows)('%s', (name, text) => expect(textOf(name)).toBe(text));

  it('are all there', () => {
    const files = readdirSync(join(FIXTURES, 'replies')).map((file) => file.replace('.json', ''));
    expect(rows.map(([name]) => name).toSorted()).toEqual(files.toSorted());
  });
});

describe('recorded streams', () => {
  const files: readonly (readonly [file: string, format: WireFormat])[] = [
    ['anthropic.sse', 'anthropic'],
    ['openai-chat.sse', 'openai-chat'],
    ['openai-responses.sse', 'openai-responses'],
    ['gemini.sse', 'gemini'],
    ['gemini-array.txt', 'gemini'],
  ];
  const spoken =
    'MOCKOK-日本😀é"usage":{"message_stop","finish_reason":"stop"}"error":{"finishReason":"STOP"}';

  it.each(files)('%s', (file, format) => {
    expect(replyText(format, readFileSync(join(FIXTURES, 'streams', file), 'utf8'))).toBe(spoken);
  });

  it.each(files.filter(([file]) => file.endsWith('.sse')))('the beginning of %s', (file, format) => {
    const text = readFileSync(join(FIXTURES, 'streams', file), 'utf8');
    const cut = text.slice(0, text.indexOf('ssage_stop'));
    expect(replyText(format, cut)).toBe('MOCKOK-日本😀é"usage":{"me');
    expect(replyText(format, `\ufeff${text.replaceAll('\n', '\r\n')}`)).toBe(spoken);
  });
});

it.each<[string, WireFormat, string, string]>([
  ['nothing', 'anthropic', '', ''],
  ['a web page', 'anthropic', '<html><body>data: moved</body></html>', ''],
  ['a number', 'gemini', '7', ''],
  ['members of the wrong kind', 'anthropic', '{"content":"text"}', ''],
  ['frames that are no objects', 'openai-chat', 'data: null\n\ndata: [1]\n\ndata: [DONE]\n\n', ''],
  ['an error', 'openai-responses', '{"error":{"message":"no"}}', ''],
  [
    'content in parts',
    'openai-chat',
    '{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}]}',
    'ab',
  ],
  [
    'an answer that comes with the last event only',
    'openai-responses',
    frame({ type: 'response.created', response: { output: [] } }) +
      frame({
        type: 'response.completed',
        response: { output: [{ type: 'message', content: [{ type: 'output_text', text: 'late' }] }] },
      }),
    'late',
  ],
  [
    'a wrapped reply',
    'gemini',
    frame({ response: { candidates: [{ content: { parts: [{ text: 'in the wrapping' }] } }] } }),
    'in the wrapping',
  ],
])('finds in %s (%s) what there is', (_, format, reply, text) => expect(replyText(format, reply)).toBe(text));
