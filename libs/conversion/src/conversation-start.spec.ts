import type { WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import { conversationStart, firstTurns } from './conversation-start';

type Body = Readonly<Record<string, unknown>>;
const start = (format: WireFormat, body: Body) => conversationStart(format, (name) => body[name]);

const ask = (text: string) => ({ role: 'user', content: text });
const reply = { role: 'assistant', content: 'yes' };

const CONVERSATIONS: readonly (readonly [WireFormat, Body, Body, Body])[] = [
  [
    'anthropic',
    { system: 'be brief', messages: [ask('hello')] },
    {
      system: [
        { type: 'text', text: 'x-anthropic-billing-header: cc_version=9' },
        { type: 'text', text: 'be brief', cache_control: { type: 'ephemeral' } },
      ],
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'hello', cache_control: { type: 'ephemeral' } }] },
        reply,
        ask('and now?'),
      ],
    },
    { system: 'be brief', messages: [ask('good evening')] },
  ],
  [
    'openai-chat',
    { messages: [{ role: 'system', content: 'be brief' }, ask('hello')] },
    {
      messages: [
        { role: 'system', content: [{ type: 'text', text: 'be brief' }] },
        { role: 'user', content: [{ type: 'text', text: 'hello' }] },
        reply,
        ask('more'),
      ],
    },
    { messages: [{ role: 'system', content: 'be long' }, ask('hello')] },
  ],
  [
    'openai-responses',
    { instructions: 'be brief', input: 'hello' },
    {
      instructions: 'be brief',
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello' }] }, reply],
    },
    { instructions: 'be brief', input: 'hello?' },
  ],
  [
    'gemini',
    { systemInstruction: { parts: [{ text: 'be brief' }] }, contents: [{ parts: [{ text: 'hello' }] }] },
    {
      systemInstruction: { role: 'user', parts: [{ text: 'be ' }, { text: 'brief' }] },
      contents: [
        { role: 'user', parts: [{ text: 'hello' }] },
        { role: 'model', parts: [{ text: 'yes' }] },
      ],
    },
    { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] },
  ],
];

describe.each(CONVERSATIONS)('the start of an %s conversation', (format, first, later, other) => {
  it('is the same in every request of it, in whatever form it is written', () => {
    expect(start(format, later)?.replaceAll('\n\u0000', '')).toBe(
      start(format, first)?.replaceAll('\n\u0000', ''),
    );
    expect(start(format, first)).toContain('hello');
  });

  it('is another in another conversation', () => {
    expect(start(format, other)).not.toBe(start(format, first));
  });

  it('needs a user', () => {
    expect(start(format, {})).toBeUndefined();
    expect(start(format, { messages: [], contents: [reply], input: [] })).toBeUndefined();
  });
});

it('takes an image for a beginning', () => {
  const image = (data: string) => ({
    messages: [{ role: 'user', content: [{ type: 'image', source: { data } }] }],
  });
  expect(start('anthropic', image('a'))).not.toBe(start('anthropic', image('b')));
});

it('reads the first turns of an array that is cut anywhere, and no further', () => {
  const turns = [{ role: 'system', content: '你好 [{' }, ask('"hi"'), reply, ask('x'.repeat(20_000))];
  const text = Buffer.from(JSON.stringify(turns)).toString('latin1');
  expect(firstTurns(text)).toEqual(turns.slice(0, 2));
  expect(firstTurns(text.slice(0, 70))).toEqual(turns.slice(0, 1));
  expect(firstTurns('{"no":"array"}')).toEqual([]);
  const long = [{ role: 'system', content: 'y'.repeat(9000) }, ask('x'.repeat(9000)), reply];
  expect(firstTurns(JSON.stringify(long))).toEqual(long.slice(0, 2));
});
