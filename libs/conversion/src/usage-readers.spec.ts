import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import { UNKNOWN_USAGE, type Usage } from './canonical/usage';
import { frameOf, readReply } from './read-reply';
import { NOTHING_READ, type ReplyReading } from './reply-reading';

const FIXTURES = join(import.meta.dirname, '../fixtures');

/** Rows give counts in the order input, output, cache creation, cache read, reasoning. */
type Counts = readonly [
  input?: number,
  output?: number,
  creation?: number,
  read?: number,
  reasoning?: number,
];

function usageOf([
  inputTokens,
  outputTokens,
  cacheCreationTokens,
  cacheReadTokens,
  reasoningTokens,
]: Counts): Usage {
  return {
    ...UNKNOWN_USAGE,
    inputTokens,
    outputTokens,
    cacheCreationTokens,
    cacheReadTokens,
    reasoningTokens,
  };
}

function readFrames(format: WireFormat, ...frames: unknown[]): ReplyReading {
  return readReply(format, 'sse', frames.map(frameOf));
}

interface ReplyFixture {
  readonly format: WireFormat;
  readonly events?: readonly {
    readonly event?: string;
    readonly data?: unknown;
    readonly comment?: string;
  }[];
  readonly body?: unknown;
}

function readFixture(name: string): ReplyReading {
  const fixture: ReplyFixture = JSON.parse(readFileSync(join(FIXTURES, 'replies', `${name}.json`), 'utf8'));
  if (fixture.events === undefined) return readReply(fixture.format, 'json', [JSON.stringify(fixture.body)]);
  const frames = fixture.events.map(({ event, data, comment }) =>
    comment === undefined
      ? (event === undefined ? '' : `event: ${event}\n`) + frameOf(data)
      : `: ${comment}\n\n`,
  );
  return readReply(fixture.format, 'sse', frames);
}

describe('the conversion cases', () => {
  const rows: readonly (readonly [name: string, counts: Counts])[] = [
    ['a2b-res-04-thinking-tools-cache-usage', [12, 77, 300, 2000]],
    ['a2b-stream-03-text-tool-indices-and-usage', [25, 33, 0, 400]],
    ['a2c-res-05-thinking-to-reasoning-item', [50, 60, 0, 150, 21]],
    ['a2c-stream-04-thinking-text-tool', [9, 55, 1, 90]],
    ['a2c-stream-15-overloaded-mid-stream', [9, 1]],
    ['a2d-res-10-text-tool-and-cache', [10, 30, 5, 85]],
    ['a2d-stream-08-buffered-call', [30, 44, 0, 10]],
    ['b2a-res-01-text-and-parallel-tools', [176, 80, undefined, 1024, 0]],
    ['b2a-res-02-length-with-no-visible-text', [40, 64, undefined, undefined, 64]],
    ['b2a-res-03-structured-output-refusal', [30, 9]],
    ['b2a-stream-01-text-parallel-tools-late-usage', [92, 41, undefined, 128]],
    ['b2a-stream-02-reasoning-content', [15, 60, undefined, undefined, 52]],
    ['b2a-stream-16-error-frame', []],
    ['b2c-res-11-tool-call', [21, 8]],
    ['b2c-stream-10-text-and-calls', [2, 22, undefined, 48, 0]],
    ['b2d-res-14-two-choices', [5, 30, undefined, 0, 20]],
    ['b2d-stream-13-length', [8, 5]],
    ['c2a-res-06-reasoning-citations-tools', [188, 90, 0, 512, 64]],
    ['c2a-res-07-incomplete-max-output', [12, 20, 0, 0, 0]],
    ['c2a-stream-05-summary-parts-text-call', [54, 77, 0, 256, 40]],
    ['c2a-stream-06-interleaved-calls', [10, 20, 0, 0, 0]],
    ['c2b-res-12-message-reasoning-usage', [16, 40, 10, 64, 24]],
    ['c2b-stream-11-reasoning-text-call', [20, 19, 0, 0, 8]],
    ['c2d-res-15-parallel-calls', [30, 25, 0, 0, 5]],
    ['c2d-stream-14-reasoning-and-text', [7, 30, 0, 4, 25]],
    ['d2a-res-08-thoughts-and-function-call', [300, 70, undefined, 100, 50]],
    ['d2a-stream-07-thoughts-then-call', [60, 27, undefined, undefined, 18]],
    ['d2b-res-09-blocked-prompt', [9, 0]],
    ['d2b-stream-09-text-and-call', [12, 11]],
    ['d2c-res-13-text-max-tokens', [10, 10, undefined, undefined, 6]],
    ['d2c-stream-12-text-only', [5, 9, undefined, undefined, 3]],
  ];
  const failing = new Set(['a2c-stream-15-overloaded-mid-stream', 'b2a-stream-16-error-frame']);

  it('are all listed', () => {
    const files = readdirSync(join(FIXTURES, 'replies')).map((file) => file.replace('.json', ''));
    expect(rows.map(([name]) => name)).toEqual(files.sort());
  });

  it.each(rows)('%s', (name, counts) => {
    const { usage, isComplete, streamError } = readFixture(name);
    expect(isComplete).toBe(!failing.has(name));
    expect(streamError !== undefined).toBe(failing.has(name));
    const split = name.startsWith('a2b-res-04')
      ? { cacheCreation5mTokens: 300, cacheCreation1hTokens: 0 }
      : {};
    expect(usage).toEqual(counts.length === 0 ? undefined : { ...usageOf(counts), ...split });
  });
});

describe('recorded replies', () => {
  it.each<[WireFormat, 'sse' | 'json', string, string, Counts]>([
    ['anthropic', 'sse', 'anthropic.sse', 'claude-mock', [1234, 56, 200, 1000]],
    ['openai-chat', 'sse', 'openai-chat.sse', 'gpt-mock', [1434, 56, undefined, 1000, 5]],
    ['openai-responses', 'sse', 'openai-responses.sse', 'gpt-mock', [1434, 56, undefined, 1000, 5]],
    ['gemini', 'sse', 'gemini.sse', 'gemini-mock', [1434, 61, undefined, 1000, 5]],
    ['gemini', 'json', 'gemini-array.txt', 'gemini-mock', [1434, 61, undefined, 1000, 5]],
  ])('read alike wherever they are split: %s as %s', (format, body, file, model, counts) => {
    const bytes = readFileSync(join(FIXTURES, 'streams', file));
    const whole = readReply(format, body, [bytes]);
    expect(whole).toMatchObject({ usage: usageOf(counts), model, isComplete: true, streamError: undefined });
    expect(whole.replyId).toBeTruthy();

    expect(
      readReply(
        format,
        body,
        Array.from(bytes, (byte) => Buffer.from([byte])),
      ),
    ).toEqual(whole);
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(readReply(format, body, [bytes.subarray(0, at), bytes.subarray(at)]), `split at ${at}`).toEqual(
        whole,
      );
    }
  });

  it.each<[WireFormat, string]>([
    ['anthropic', 'anthropic.sse'],
    ['openai-chat', 'openai-chat.sse'],
    ['openai-responses', 'openai-responses.sse'],
    ['gemini', 'gemini.sse'],
  ])('are not complete when cut, and never throw: %s', (format, file) => {
    const bytes = readFileSync(join(FIXTURES, 'streams', file));
    const half = readReply(format, 'sse', [bytes.subarray(0, bytes.length / 2)]);
    expect(half.isComplete).toBe(false);
    expect(half.model).toBeTruthy();
    for (let at = 0; at <= bytes.length; at += 7) readReply(format, 'sse', [bytes.subarray(0, at)]);
  });

  it.each(['\r\n', '\r'])('read alike with lines ending in %j', (lineEnd) => {
    for (const [format, file] of [
      ['anthropic', 'anthropic.sse'],
      ['gemini', 'gemini.sse'],
    ] as const) {
      const text = readFileSync(join(FIXTURES, 'streams', file), 'utf8').replaceAll('\r\n', '\n');
      const expected = readReply(format, 'sse', [text]);
      const bytes = Buffer.from(text.replaceAll('\n', lineEnd));
      for (let at = 0; at <= bytes.length; at += 1) {
        expect(readReply(format, 'sse', [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected);
      }
    }
  });
});

describe('a stream whose last blank line is missing', () => {
  it.each<[WireFormat, string]>([
    ['anthropic', 'anthropic.sse'],
    ['openai-chat', 'openai-chat.sse'],
    ['openai-responses', 'openai-responses.sse'],
    ['gemini', 'gemini.sse'],
  ])('is read to its end: %s', (format, file) => {
    const text = readFileSync(join(FIXTURES, 'streams', file), 'utf8');
    expect(readReply(format, 'sse', [text.trimEnd()])).toEqual(readReply(format, 'sse', [text]));
  });
});

describe('an Anthropic stream', () => {
  const start = {
    type: 'message_start',
    message: { id: 'msg_1', model: 'claude', usage: { input_tokens: 9, output_tokens: 1 } },
  };
  const split = { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 };

  it('merges what message_delta says over what message_start said', () => {
    const delta = {
      type: 'message_delta',
      usage: { input_tokens: null, output_tokens: 5, cache_read_input_tokens: 3 },
    };
    expect(readFrames('anthropic', start, delta).usage).toEqual(usageOf([9, 5, undefined, 3]));
  });

  it.each([
    [
      'keeps the split by time to live when the total stays',
      30,
      { cacheCreation5mTokens: 10, cacheCreation1hTokens: 20 },
    ],
    [
      'takes what is added for written for five minutes',
      40,
      { cacheCreation5mTokens: 20, cacheCreation1hTokens: 20 },
    ],
  ])('%s', (_name, total, expected) => {
    const withSplit = {
      type: 'message_start',
      message: { usage: { cache_creation_input_tokens: 30, cache_creation: split } },
    };
    const delta = { type: 'message_delta', usage: { output_tokens: 5, cache_creation_input_tokens: total } };
    expect(readFrames('anthropic', withSplit, delta).usage).toMatchObject({
      cacheCreationTokens: total,
      ...expected,
    });
  });

  it('does not take a tool input for usage, an end or an error', () => {
    const input = { usage: { input_tokens: 999 }, type: 'message_stop', error: { type: 'x', message: 'y' } };
    const block = {
      type: 'content_block_start',
      index: 0,
      content_block: { type: 'tool_use', name: 't', input },
    };
    expect(readFrames('anthropic', start, block)).toMatchObject({
      usage: usageOf([9, 1]),
      isComplete: false,
      streamError: undefined,
    });
  });

  it('does not take quoted text for usage, an end or an error', () => {
    const text = '{"type":"message_stop"} "message_delta" "usage":{"input_tokens":1} "error":{"type":"a"}';
    const delta = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } };
    expect(readFrames('anthropic', start, delta)).toMatchObject({
      usage: usageOf([9, 1]),
      isComplete: false,
      streamError: undefined,
    });
  });

  it('reports an error event, also one whose type is only in the event name', () => {
    const error = { type: 'overloaded_error', message: 'Überlastet' };
    const expected = { streamError: error, isComplete: false, usage: usageOf([9, 1]) };
    expect(readFrames('anthropic', start, { type: 'error', error })).toMatchObject(expected);
    expect(readFrames('anthropic', start, { error })).toMatchObject(expected);
  });

  it('reads documents with white space and data over several lines', () => {
    const pretty = `event: message_start\n${JSON.stringify(start, null, 2).replace(/^/gm, 'data: ')}\n\n`;
    expect(readReply('anthropic', 'sse', [pretty, 'data: {"type": "message_stop"}\n\n'])).toMatchObject({
      usage: usageOf([9, 1]),
      model: 'claude',
      isComplete: true,
    });
  });

  it('survives frames that are not JSON', () => {
    expect(
      readFrames('anthropic', start, '"message_delta"', '{"type":"message_delta","usage":', '[]'),
    ).toMatchObject({ usage: usageOf([9, 1]) });
  });
});

describe('a Chat stream', () => {
  const chunk = (more: object) => ({ id: 'chatcmpl-1', model: 'gpt', ...more });
  const content = chunk({
    choices: [{ index: 0, delta: { content: 'x' }, finish_reason: null }],
    usage: null,
    error: null,
  });
  const finish = chunk({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null });
  const usage = chunk({ choices: [], usage: { prompt_tokens: 8, completion_tokens: 5 } });

  it.each<[string, unknown[], Partial<ReplyReading>]>([
    [
      'usage after the finish',
      [content, finish, usage, '[DONE]'],
      { usage: usageOf([8, 5]), isComplete: true },
    ],
    ['no usage at all', [content, finish, '[DONE]'], { usage: undefined, isComplete: true }],
    [
      'usage that grows with every chunk',
      [{ ...content, usage: { prompt_tokens: 8, completion_tokens: 1 } }, usage],
      { usage: usageOf([8, 5]) },
    ],
    ['a null usage after the usage', [usage, content], { usage: usageOf([8, 5]) }],
    ['usage before the finish', [content, usage, finish], { usage: usageOf([8, 5]), isComplete: true }],
    ['the end marker only', [content, '[DONE]'], { isComplete: true }],
    ['the finish only', [content, finish], { isComplete: true }],
    ['neither', [content, content], { isComplete: false }],
    ['an empty finish reason', [content, chunk({ choices: [{ finish_reason: '' }] })], { isComplete: false }],
    [
      'the end marker inside text',
      [content, chunk({ choices: [{ delta: { content: 'data: [DONE]' } }] })],
      { isComplete: false },
    ],
    [
      'arguments that look like an end',
      [
        content,
        chunk({
          choices: [
            { delta: { content: '"finish_reason":"stop","usage":{"prompt_tokens":1}' }, finish_reason: null },
          ],
        }),
      ],
      { isComplete: false, usage: undefined },
    ],
    [
      'an error frame',
      [content, { error: { message: 'broke', type: 'server_error', code: null } }],
      { streamError: { type: 'server_error', message: 'broke' }, isComplete: false },
    ],
    [
      'an error with a code only',
      [{ error: { message: 'slow', code: 429 } }],
      { streamError: { type: '429', message: 'slow' } },
    ],
    [
      'an error that is a string',
      [content, { error: 'broke' }],
      { streamError: { type: 'error', message: 'broke' } },
    ],
  ])('with %s', (_name, frames, expected) => {
    expect(readFrames('openai-chat', ...frames)).toMatchObject(expected);
  });
});

describe('a Responses stream', () => {
  const created = {
    type: 'response.created',
    response: {
      id: 'resp_1',
      model: 'gpt',
      usage: null,
      error: null,
      tools: [{ parameters: { error: {}, usage: {} } }],
    },
  };
  const terminal = (type: string, more: object) => ({
    type,
    response: { id: 'resp_1', model: 'gpt', ...more },
  });
  const usage = { input_tokens: 3, output_tokens: 2 };

  it.each<[string, unknown[], Partial<ReplyReading>]>([
    [
      'completed',
      [created, terminal('response.completed', { usage })],
      { usage: usageOf([3, 2]), isComplete: true, replyId: 'resp_1' },
    ],
    [
      'incomplete',
      [created, terminal('response.incomplete', { usage })],
      { usage: usageOf([3, 2]), isComplete: true },
    ],
    [
      'failed',
      [created, terminal('response.failed', { usage: null, error: { code: 'server_error', message: 'no' } })],
      { usage: undefined, isComplete: true, streamError: { type: 'server_error', message: 'no' } },
    ],
    [
      'an error event',
      [created, { type: 'error', code: 'rate_limit_exceeded', message: 'slow' }],
      { streamError: { type: 'rate_limit_exceeded', message: 'slow' } },
    ],
    [
      'an error event with an error object',
      [created, { type: 'error', error: { type: 'x', message: 'y' } }],
      { streamError: { type: 'x', message: 'y' } },
    ],
    [
      'an error without a type',
      [created, { error: { code: 'x', message: 'y' } }],
      { streamError: { type: 'x', message: 'y' } },
    ],
    [
      'an error event that says nothing',
      [created, { type: 'error', code: null }],
      { streamError: { type: 'error', message: '' } },
    ],
    [
      'cut',
      [created, { type: 'response.output_text.delta', delta: '"response.completed"' }],
      { isComplete: false, model: 'gpt' },
    ],
    [
      'an item that looks like an end',
      [
        created,
        {
          type: 'response.output_item.done',
          item: { type: 'response.completed', usage, error: { code: 'x' } },
        },
      ],
      { isComplete: false, usage: undefined, streamError: undefined },
    ],
  ])('that is %s', (_name, frames, expected) => {
    expect(readFrames('openai-responses', ...frames)).toMatchObject(expected);
  });
});

describe('a Gemini stream', () => {
  const chunk = (candidate: object, candidatesTokenCount: number) => ({
    candidates: [{ content: { parts: [{ text: 'x' }] }, ...candidate }],
    usageMetadata: { promptTokenCount: 5, candidatesTokenCount },
    modelVersion: 'gemini',
  });
  const call = (args: object) => ({
    candidates: [{ content: { parts: [{ functionCall: { name: 'f', args } }] } }],
    modelVersion: 'gemini',
  });
  const lookAlike = { usageMetadata: { promptTokenCount: 999 }, finishReason: 'STOP', error: { code: 500 } };

  it.each<[string, unknown[], Partial<ReplyReading>]>([
    [
      'the last usage',
      [chunk({}, 1), chunk({}, 2), chunk({ finishReason: 'STOP' }, 3)],
      { usage: usageOf([5, 3]), isComplete: true, model: 'gemini' },
    ],
    [
      'usage after the finish',
      [chunk({}, 1), chunk({ finishReason: 'STOP' }, 2), chunk({}, 3)],
      { usage: usageOf([5, 3]), isComplete: true },
    ],
    ['no finish', [chunk({}, 1), chunk({}, 2)], { usage: usageOf([5, 2]), isComplete: false }],
    [
      'an unspecified finish',
      [chunk({ finishReason: 'FINISH_REASON_UNSPECIFIED' }, 1)],
      { isComplete: false },
    ],
    [
      'a call whose arguments look like an end',
      [chunk({}, 1), chunk({}, 2), call(lookAlike)],
      { usage: usageOf([5, 2]), isComplete: false, streamError: undefined },
    ],
    [
      'a call with an argument named like the usage',
      [chunk({}, 1), chunk({}, 2), call({ usageMetadata: { promptTokenCount: 999 } })],
      { usage: usageOf([5, 2]) },
    ],
    [
      'a blocked prompt',
      [{ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 9 } }],
      { usage: usageOf([9, 0]), isComplete: true },
    ],
    [
      'an error',
      [chunk({}, 1), { error: { code: 503, message: 'busy', status: 'UNAVAILABLE' } }],
      { usage: usageOf([5, 1]), isComplete: false, streamError: { type: 'UNAVAILABLE', message: 'busy' } },
    ],
    [
      'usage that is empty at last',
      [chunk({}, 1), { candidates: [], usageMetadata: {} }],
      { usage: usageOf([5, 1]) },
    ],
    [
      "the wrapper of Gemini CLI's endpoint",
      [{ response: chunk({}, 1), traceId: 't' }, { response: chunk({ finishReason: 'STOP' }, 2) }],
      { usage: usageOf([5, 2]), isComplete: true, model: 'gemini' },
    ],
  ])('with %s', (_name, frames, expected) => {
    expect(readFrames('gemini', ...frames)).toMatchObject(expected);
    // The same replies in one piece, where frames to be read and frames to be kept come mixed.
    expect(readReply('gemini', 'sse', [frames.map(frameOf).join('')])).toMatchObject(expected);
  });
});

describe('a JSON body', () => {
  const usage = { input_tokens: 3, output_tokens: 2 };

  it.each<[WireFormat, string, string, Partial<ReplyReading>]>([
    [
      'anthropic',
      'a message',
      JSON.stringify({ id: 'msg_1', model: 'claude', content: [{ usage: 1 }], usage }),
      { usage: usageOf([3, 2]), model: 'claude', replyId: 'msg_1', isComplete: true },
    ],
    ['anthropic', 'a token count', '{"input_tokens":5}', { usage: undefined, isComplete: true }],
    [
      'anthropic',
      'an error',
      '{"type":"error","error":{"type":"api_error","message":"no"}}',
      { streamError: { type: 'api_error', message: 'no' } },
    ],
    [
      'openai-chat',
      'a completion',
      '{"model":"gpt","choices":[{"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}',
      { usage: usageOf([1, 2]), isComplete: true },
    ],
    [
      'openai-responses',
      'a response',
      JSON.stringify({ model: 'gpt', usage, error: null }),
      { usage: usageOf([3, 2]), isComplete: true, streamError: undefined },
    ],
    [
      'openai-responses',
      'a failed response',
      JSON.stringify({ usage: null, error: { code: 'x', message: 'y' } }),
      { isComplete: true, streamError: { type: 'x', message: 'y' } },
    ],
    [
      'gemini',
      'a reply',
      '{"usageMetadata":{"promptTokenCount":4},"modelVersion":"gemini"}',
      { usage: usageOf([4, 0]), model: 'gemini', isComplete: true },
    ],
    [
      'gemini',
      'a wrapped reply',
      '{"response":{"usageMetadata":{"promptTokenCount":4}}}',
      { usage: usageOf([4, 0]), isComplete: true },
    ],
    [
      'gemini',
      'an array',
      '[{"usageMetadata":{"promptTokenCount":4}},\n{"usageMetadata":{"promptTokenCount":5}}]',
      { usage: usageOf([5, 0]), isComplete: true },
    ],
    ['gemini', 'an empty array', '[]', { usage: undefined, isComplete: true }],
    [
      'gemini',
      'a cut array',
      '[{"usageMetadata":{"promptTokenCount":4}},\n{"usageMeta',
      { usage: usageOf([4, 0]), isComplete: false },
    ],
    [
      'gemini',
      'an error in an array',
      '[{"error":{"code":500,"message":"m","status":"INTERNAL"}}]',
      { isComplete: true, streamError: { type: 'INTERNAL', message: 'm' } },
    ],
    [
      'anthropic',
      'a cut body',
      '{"usage":{"input_tokens":5},"conten',
      { usage: undefined, isComplete: false },
    ],
    ['anthropic', 'a web page', '<html>', { ...NOTHING_READ }],
    ['anthropic', 'nothing', '', { ...NOTHING_READ }],
    [
      'anthropic',
      'a body with a byte order mark',
      '\ufeff{"usage":{"input_tokens":5}}',
      { usage: usageOf([5]), isComplete: true },
    ],
  ])('%s: %s', (format, _name, text, expected) => {
    expect(readReply(format, 'json', [text])).toMatchObject(expected);
    expect(
      readReply(
        format,
        'json',
        Array.from(Buffer.from(text), (byte) => Buffer.from([byte])),
      ),
    ).toMatchObject(expected);
  });

  it('is not read beyond 32 MiB, only checked for its last bracket', () => {
    const filler = Buffer.alloc(33 * 1024 * 1024, ' ');
    expect(readReply('anthropic', 'json', ['{"usage":{"input_tokens":5}', filler, '} \n'])).toEqual({
      ...NOTHING_READ,
      isComplete: true,
    });
    expect(readReply('anthropic', 'json', ['{"usage":{"input_tokens":5}', filler, ',"a":'])).toEqual(
      NOTHING_READ,
    );
  });
});
