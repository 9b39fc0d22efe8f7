import type { WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import { BEGINNING_MEMBERS, beginningOf, conversationStart } from './conversation-start';
import { SeededJson } from './json/seeded-json';
import { TopLevelScanner } from './json/top-level-scanner';

type Body = Readonly<Record<string, unknown>>;
const json = new SeededJson(3);

/** From the parsed body, and from the bytes of it in pieces: both must say the same. */
function start(format: WireFormat, body: Body): string | undefined {
  const parsed = conversationStart(format, (name) => body[name]);
  expect(scanned(format, json.split(Buffer.from(JSON.stringify(body)), 3000))).toBe(parsed);
  return parsed;
}

function scanned(format: WireFormat, chunks: readonly Buffer[]): string | undefined {
  const scanner = new TopLevelScanner(BEGINNING_MEMBERS);
  for (const chunk of chunks) scanner.push(chunk);
  const scan = scanner.end();
  if (!scan.ok) throw new Error('the body is malformed');
  return conversationStart(format, (name) => {
    const range = scan.values.get(name);
    return range && beginningOf(name, chunks, range);
  });
}

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
    expect(start(format, later)).toBe(start(format, first));
    expect(start(format, first)).toMatch(/be brief.*hello/s);
  });

  it('is another in another conversation', () => {
    expect(start(format, other)).not.toBe(start(format, first));
  });

  it('needs a user', () => {
    expect(start(format, {})).toBeUndefined();
    expect(start(format, { messages: [], contents: [reply], input: [] })).toBeUndefined();
    expect(start(format, { messages: null, contents: [null, 1, 'x'], input: 7 })).toBeUndefined();
    expect(start(format, { messages: [ask('')], contents: [{ parts: [] }], input: '' })).toBeUndefined();
  });
});

const imageTurn = (data: string, mark: object = {}) => ({
  messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'base64', data }, ...mark }] }],
});

it('takes an image for a beginning, wherever cache marks lie', () => {
  const marked = imageTurn('a', { cache_control: { type: 'ephemeral' } });
  expect(start('anthropic', imageTurn('a'))).toBeDefined();
  expect(start('anthropic', marked)).toBe(start('anthropic', imageTurn('a')));
  expect(start('anthropic', imageTurn('a'))).not.toBe(start('anthropic', imageTurn('b')));
});

it('leaves out the line that changes with the version of Claude Code, and nothing else', () => {
  const system = (version: number) => `x-anthropic-billing-header: cc_version=${version};\nbe brief`;
  const first = start('anthropic', { system: system(1), messages: [ask('hello')] });
  expect(start('anthropic', { system: system(2), messages: [ask('hello')] })).toBe(first);
  expect(start('anthropic', { system: 'be brief', messages: [ask('hello')] })).toBe(first);
});

it('knows the Codex conversation that begins with tools and a developer', () => {
  const input = [
    { type: 'additional_tools', role: 'developer', tools: [{ name: 'exec' }] },
    { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'be brief' }] },
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hello' }] },
  ];
  const later = [...input, { type: 'reasoning', summary: [] }, { type: 'function_call_output', output: 'x' }];
  expect(start('openai-responses', { input: later })).toBe(start('openai-responses', { input }));
  expect(start('openai-responses', { input })).toMatch(/be brief.*hello/s);
});

describe('a long beginning', () => {
  const long = (text: string) => `${text} "quoted" \\ 你好\n`.repeat(15_000);
  const parts = (text: string) => ({ role: 'user', content: [{ type: 'text', text, cache_control: {} }] });

  it.each<[string, WireFormat, Body, Body]>([
    [
      'a first turn',
      'anthropic',
      { messages: [ask(long('hello'))] },
      { messages: [parts(long('hello')), reply] },
    ],
    [
      'a system prompt',
      'anthropic',
      { system: long('brief'), messages: [ask('hello')] },
      { system: [{ text: long('brief') }, { text: 'more' }], messages: [parts('hello'), reply] },
    ],
    [
      'a system message',
      'openai-chat',
      { messages: [{ role: 'system', content: long('brief') }, ask('hello')] },
      { messages: [{ role: 'system', content: [{ text: long('brief') }] }, parts('hello'), reply] },
    ],
    ['an input', 'openai-responses', { input: long('hello') }, { input: [parts(long('hello'))] }],
    [
      'a first turn whose role comes last',
      'gemini',
      { contents: [{ parts: [{ text: long('hello') }], role: 'user' }] },
      {
        contents: [
          { parts: [{ text: long('hello') }], role: 'user' },
          { parts: [], role: 'model' },
        ],
      },
    ],
  ])('counts with a part of it: %s', (_name, format, first, later) => {
    const begun = start(format, first);
    expect(start(format, later)).toBe(begun);
    expect(begun?.length).toBeGreaterThan(30_000);
    expect(begun?.length).toBeLessThan(70_000);
  });

  it('is another when its first page is another', () => {
    const begun = (text: string) => start('anthropic', { messages: [ask(long(text))] });
    expect(begun('hello')).not.toBe(begun('olleh'));
  });

  it('is found behind more than is looked through', () => {
    const turn = (data: string) => ({ messages: [...imageTurn(data.repeat(3_000_000)).messages, reply] });
    expect(scanned('anthropic', [Buffer.from(JSON.stringify(turn('a')))])).toMatch(/aaa/);
  });
});

it.each([100, 9000])('is not troubled by brackets %i deep', (depth) => {
  const content = `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const body = `{"messages":[{"role":"user","content":${content}}]}`;
  expect(scanned('anthropic', [Buffer.from(body)])).toBeUndefined();
  const parsed = JSON.parse(body) as Body;
  expect(conversationStart('anthropic', (name) => parsed[name])).toBeUndefined();
});
