import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import type { ReplyVerdict } from './reply-reading';
import { replyReader } from './usage-readers';

type Shape = 'sse' | 'json';
type Expected = ReplyVerdict['kind'] | 'empty_reply' | 'not_an_answer';

interface Judged {
  readonly verdict: ReplyVerdict;
  readonly heldEvents: number;
}

const FIXTURES = join(import.meta.dirname, '../fixtures');

function judge(format: WireFormat, shape: Shape, chunks: readonly Buffer[]): Judged {
  const reader = replyReader(format, shape);
  chunks.forEach((chunk) => reader.push(chunk));
  reader.end();
  return { verdict: reader.verdict, heldEvents: reader.heldEvents };
}

/** The verdict on the whole, after it was found to be the same wherever the bytes are cut. */
function judgeEveryCut(format: WireFormat, shape: Shape, text: string): Judged {
  const bytes = Buffer.from(text);
  const whole = judge(format, shape, [bytes]);
  const oneByOne = Array.from(bytes, (byte) => Buffer.from([byte]));
  expect(judge(format, shape, oneByOne), 'byte by byte').toEqual(whole);
  for (let at = 0; at <= bytes.length; at += 1) {
    const halves = [bytes.subarray(0, at), bytes.subarray(at)];
    expect(judge(format, shape, halves), `cut at ${at}`).toEqual(whole);
  }
  return whole;
}

function nameOf(verdict: ReplyVerdict): Expected {
  return verdict.kind === 'no_answer' ? verdict.what : verdict.kind;
}

const frame = (data: unknown): string =>
  `data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

/** Verdict at the end, and how many frames were held before it. */
type StreamRow = readonly [name: string, frames: readonly unknown[], expected: Expected, held: number];

function itJudges(format: WireFormat, rows: readonly StreamRow[]): void {
  it.each(rows)('%s', (_name, frames, expected, held) => {
    const text = frames.map(frame).join('');
    const { verdict, heldEvents } = judgeEveryCut(format, 'sse', text);
    expect(nameOf(verdict)).toBe(expected);
    expect(heldEvents).toBe(held);
    judgeEveryCut(format, 'sse', text.replaceAll('\n', '\r\n'));
  });
}

describe('an Anthropic stream', () => {
  const start = {
    type: 'message_start',
    message: { id: 'msg_1', type: 'message', model: 'claude', content: [], usage: { input_tokens: 9 } },
  };
  const ping = { type: 'ping' };
  const block = (content_block: object) => ({ type: 'content_block_start', index: 0, content_block });
  const delta = (fields: object) => ({ type: 'content_block_delta', index: 0, delta: fields });
  const stopped = (stop_reason: string | null) => ({
    type: 'message_delta',
    delta: { stop_reason, stop_sequence: null },
    usage: { output_tokens: 1 },
  });
  const overloaded = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } };

  itJudges('anthropic', [
    ['a text block', [start, ping, block({ type: 'text', text: '' })], 'content', 2],
    ['a tool without arguments', [start, block({ type: 'tool_use', name: 'f', input: {} })], 'content', 1],
    ['a text delta', [start, delta({ type: 'text_delta', text: 'x' })], 'content', 1],
    ['a thinking delta', [start, delta({ type: 'thinking_delta', thinking: 'x' })], 'content', 1],
    ['a signature', [start, delta({ type: 'signature_delta', signature: 'x' })], 'content', 1],
    ['arguments', [start, delta({ type: 'input_json_delta', partial_json: '{' })], 'content', 1],
    ['a citation', [start, delta({ type: 'citations_delta', citation: { type: 'x' } })], 'content', 1],
    ['an empty delta', [start, delta({ type: 'text_delta', text: '' })], 'empty_reply', 2],
    ['an empty end of turn', [start, stopped('end_turn'), { type: 'message_stop' }], 'content', 1],
    ['a refusal', [start, stopped('refusal')], 'content', 1],
    ['usage without a reason to stop', [start, stopped(null)], 'empty_reply', 2],
    ['an end without a reason', [start, { type: 'message_stop' }], 'content', 1],
    ['only an end', [{ type: 'message_stop' }], 'empty_reply', 1],
    ['an end after pings', [ping, { type: 'message_stop' }], 'empty_reply', 2],
    ['only a beginning', [start, ping], 'empty_reply', 2],
    ['an error', [overloaded], 'error', 0],
    ['an error after the beginning', [start, ping, overloaded], 'error', 2],
    ['an error after content', [start, block({ type: 'text', text: '' }), overloaded], 'content', 1],
    ['an error without a type', [start, { error: { message: 'x' } }], 'error', 1],
    ['an error that is a sentence', [start, { type: 'error', error: 'broke' }], 'error', 1],
    ['an error that says nothing', [start, { type: 'error' }], 'error', 1],
    ['events it does not know', [{ type: 'new_kind', error: null }, { delta: { a: 1 } }], 'empty_reply', 2],
  ]);
});

describe('a Chat stream', () => {
  const chunk = (more: object) => ({ id: 'c', object: 'chat.completion.chunk', model: 'gpt', ...more });
  const choice = (delta: object, finish_reason: string | null = null) =>
    chunk({ choices: [{ index: 0, delta, finish_reason }], usage: null, error: null });
  const role = choice({ role: 'assistant', content: '', refusal: null, tool_calls: [] });
  const usage = chunk({ choices: [], usage: { prompt_tokens: 8, completion_tokens: 0 } });
  const call = { index: 0, id: 'call_1', type: 'function', function: { name: 'f', arguments: '' } };

  itJudges('openai-chat', [
    ['text', [role, choice({ content: 'x' })], 'content', 1],
    ['white space', [role, choice({ content: '\n' })], 'content', 1],
    ['text at once', [choice({ role: 'assistant', content: 'x' })], 'content', 0],
    ['a refusal', [role, choice({ refusal: 'no' })], 'content', 1],
    ['reasoning_content', [role, choice({ content: null, reasoning_content: 'x' })], 'content', 1],
    ['reasoning', [role, choice({ reasoning: 'x' })], 'content', 1],
    ['a tool call without arguments', [role, choice({ tool_calls: [call] })], 'content', 1],
    ['a function call', [role, choice({ function_call: { name: 'f', arguments: '' } })], 'content', 1],
    ['audio', [role, choice({ audio: { id: 'a' } })], 'content', 1],
    ['a long text', [role, choice({ content: 'x'.repeat(300) })], 'content', 1],
    ['the second of two choices', [chunk({ choices: [{}, { delta: { content: 'x' } }] })], 'content', 0],
    ['an empty end of turn', [role, choice({}, 'stop'), '[DONE]'], 'content', 1],
    ['an end mark after a role', [role, '[DONE]'], 'content', 1],
    ['an end mark after usage', [usage, '[DONE]'], 'content', 1],
    ['only an end mark', ['[DONE]'], 'empty_reply', 1],
    ['an end mark after empty objects', ['{}', '[DONE]'], 'empty_reply', 2],
    ['only a role', [role, role, usage], 'empty_reply', 3],
    ['an error', [{ error: { message: 'x', type: 'server_error', code: null } }], 'error', 0],
    ['an error after a role', [role, { error: { message: 'x' } }], 'error', 1],
    ['an error beside content', [{ ...choice({ content: '' }, 'error'), error: { code: 502 } }], 'error', 0],
    ['an error that is a sentence', [role, { error: 'broke' }], 'error', 1],
    ['an object that is an error', [{ object: 'error', message: 'x', code: 400 }], 'error', 0],
    ['errors that hold nothing', [{ error: {} }, { error: false }, { error: '' }], 'empty_reply', 3],
    ['an error of nothing but empty members', [{ error: { code: 0, message: '' } }], 'empty_reply', 1],
    ['content after an empty error', [{ error: {} }, choice({ content: 'x' })], 'content', 1],
    ['data that is not JSON', ['ping', '[]', '{"choices":[', '12', '""'], 'empty_reply', 5],
    ['content after such data', ['ping', choice({ content: 'x' })], 'content', 1],
  ]);
});

describe('a Responses stream', () => {
  const response = { id: 'resp_1', object: 'response', model: 'gpt', error: null, output: [], usage: null };
  const event = (type: string, more: object = {}) => ({ type, sequence_number: 0, ...more });
  const created = event('response.created', { response: { ...response, status: 'in_progress' } });
  const progress = event('response.in_progress', { response: { ...response, status: 'in_progress' } });
  const failed = (error: object | null) =>
    event('response.failed', { response: { ...response, status: 'failed', error } });

  itJudges('openai-responses', [
    ['an item', [created, progress, event('response.output_item.added', { item: {} })], 'content', 2],
    ['a part', [created, event('response.content_part.added', { part: {} })], 'content', 1],
    ['a text delta', [created, event('response.output_text.delta', { delta: 'x' })], 'content', 1],
    ['arguments', [created, event('response.function_call_arguments.delta', { delta: '{' })], 'content', 1],
    ['an empty delta', [created, event('response.output_text.delta', { delta: '' })], 'empty_reply', 2],
    ['a text that is done', [created, event('response.output_text.done', { text: 'x' })], 'content', 1],
    ['an empty text', [created, event('response.output_text.done', { text: '' })], 'empty_reply', 2],
    [
      'finished arguments',
      [created, event('response.function_call_arguments.done', { arguments: '{}' })],
      'content',
      1,
    ],
    [
      'a finished item',
      [created, event('response.output_item.done', { item: { type: 'reasoning' } })],
      'content',
      1,
    ],
    [
      'an image',
      [created, event('response.image_generation_call.partial_image', { partial_image_b64: 'aa' })],
      'content',
      1,
    ],
    ['an empty response', [created, event('response.completed', { response })], 'content', 1],
    ['an incomplete response', [event('response.incomplete', { response })], 'content', 0],
    ['only a beginning', [created, progress, event('response.queued'), event('keepalive')], 'empty_reply', 4],
    ['a failed response', [created, failed({ code: 'server_error', message: 'x' })], 'error', 1],
    ['a failed response without an error', [created, failed(null)], 'error', 1],
    ['a failure without a response', [event('response.failed')], 'error', 0],
    ['an error event', [created, event('error', { code: 'x', message: 'y' })], 'error', 1],
    ['another error event', [created, event('response.error', { message: 'y' })], 'error', 1],
    ['an error in an unknown event', [event('response.what', { error: { code: 'x' } })], 'error', 0],
    ['an error without a type', [{ error: { code: 'x' } }], 'error', 0],
    ['an error in the created response', [{ ...created, response: { error: { code: 'x' } } }], 'error', 0],
  ]);
});

describe('a Gemini stream', () => {
  const usageMetadata = { promptTokenCount: 5 };
  const candidate = (fields: object) => ({ candidates: [fields], usageMetadata, modelVersion: 'gemini' });
  const part = (fields: object) => candidate({ content: { parts: [fields], role: 'model' } });

  itJudges('gemini', [
    ['text', [part({ text: 'x' })], 'content', 0],
    ['a thought', [part({ thought: true, text: 'x' })], 'content', 0],
    ['a signature', [part({ text: '', thoughtSignature: 'x' })], 'content', 0],
    ['a call without arguments', [part({ functionCall: { name: 'f', args: {} } })], 'content', 0],
    ['an image', [part({ inlineData: { mimeType: 'image/png', data: 'a'.repeat(300) } })], 'content', 0],
    ['code', [part({ executableCode: { language: 'PYTHON', code: 'x' } })], 'content', 0],
    ['an empty end', [candidate({ finishReason: 'STOP' })], 'content', 0],
    ['an unsafe answer', [candidate({ finishReason: 'SAFETY' })], 'content', 0],
    ['an unsafe prompt', [{ promptFeedback: { blockReason: 'SAFETY' }, usageMetadata }], 'content', 0],
    ['usage', [{ usageMetadata }, candidate({}), part({ text: '' })], 'empty_reply', 3],
    ['an empty thought', [part({ thought: true, text: '' })], 'empty_reply', 1],
    ['usage before text', [{ usageMetadata, modelVersion: 'gemini' }, part({ text: 'x' })], 'content', 1],
    ['wrapped text', [{ response: { usageMetadata } }, { response: part({ text: 'x' }) }], 'content', 1],
    ['an error', [{ error: { code: 503, message: 'x', status: 'UNAVAILABLE' } }], 'error', 0],
    ['a wrapped error', [{ response: { error: { code: 503, message: 'x' } } }], 'error', 0],
    ['an error beside the wrapper', [{ response: {}, error: { code: 503 } }], 'error', 0],
    ['an empty error', [{ error: {} }, part({ text: 'x' })], 'content', 1],
  ]);
});

describe('the frames of a stream', () => {
  const text = '{"choices":[{"delta":{"content":"x"}}]}';

  it.each<[string, string, Expected, number]>([
    ['comments', ': a\n\n:b\n\n: c\n\n', 'empty_reply', 3],
    ['a comment and content', `: keep-alive\n\ndata: ${text}\n\n: x\n\n`, 'content', 1],
    ['blank lines', '\n\n\n\n', 'empty_reply', 0],
    ['nothing', '', 'empty_reply', 0],
    ['a mark of byte order', `\ufeffdata: ${text}\n\n`, 'content', 0],
    ['an event name without data', 'event: ping\n\n', 'empty_reply', 1],
    ['an event named error', 'event: error\ndata: {"message":"slow"}\n\n', 'error', 0],
    ['an event named error without JSON', 'event:error\ndata: slow\n\n', 'error', 0],
    ['a last frame without its blank line', `: a\n\ndata: ${text}`, 'content', 1],
    ['a last frame that is cut', `: a\n\ndata: ${text.slice(0, 20)}`, 'empty_reply', 2],
    ['a web page with blank lines', 'Bad gateway\n\nsomewhere\n\n', 'not_an_answer', 2],
  ])('%s', (_name, stream, expected, held) => {
    const { verdict, heldEvents } = judgeEveryCut('openai-chat', 'sse', stream);
    expect(nameOf(verdict)).toBe(expected);
    expect(heldEvents).toBe(held);
    judgeEveryCut('openai-chat', 'sse', stream.replaceAll('\n', '\r'));
  });

  it('are judged when they come, not at the end', () => {
    const reader = replyReader('openai-chat', 'sse');
    reader.push(Buffer.from(': a\n\ndata: {}\n'));
    expect(reader).toMatchObject({ verdict: { kind: 'undecided' }, heldEvents: 1 });
    reader.push(Buffer.from(`\ndata: ${text}\n\n: x\n\n`));
    expect(reader).toMatchObject({ verdict: { kind: 'content' }, heldEvents: 2 });
  });

  it('cannot take back a verdict', () => {
    const reader = replyReader('openai-chat', 'sse');
    reader.push(Buffer.from(`data: ${text}\n\n`));
    reader.push(Buffer.from('data: {"error":{"message":"x"}}\n\n'));
    expect(reader.end().streamError?.message).toBe('x');
    expect(reader.verdict).toEqual({ kind: 'content' });
  });
});

describe('a JSON body', () => {
  it.each<[WireFormat, string, string, Expected]>([
    ['anthropic', 'a message', '{"type":"message","content":[],"stop_reason":"end_turn"}', 'content'],
    ['anthropic', 'a message without a type', '{"content":[{"type":"text","text":"x"}]}', 'content'],
    ['anthropic', 'a completion', '{"type":"completion","completion":""}', 'content'],
    ['anthropic', 'a count', '{"input_tokens":0}', 'content'],
    ['anthropic', 'an error', '{"type":"error","error":{"type":"api_error","message":"x"}}', 'error'],
    ['anthropic', 'an error that is a sentence', '{"error":"no"}', 'error'],
    ['anthropic', 'another document', '{"code":401,"message":"no"}', 'not_an_answer'],
    ['anthropic', 'a message without anything', '{"content":null}', 'not_an_answer'],
    ['openai-chat', 'a completion', '{"object":"chat.completion","choices":[{"message":{}}]}', 'content'],
    ['openai-chat', 'choices', '{"choices":[]}', 'content'],
    ['openai-chat', 'an empty frame of one', '{"id":"","object":"","choices":null}', 'not_an_answer'],
    ['openai-chat', 'an error beside choices', '{"choices":[{}],"error":{"code":502}}', 'error'],
    ['openai-chat', 'an empty error', '{"choices":[{}],"error":{"code":null,"message":""}}', 'content'],
    ['openai-chat', 'an object that is an error', '{"object":"error","message":"x","code":400}', 'error'],
    ['openai-responses', 'a response', '{"object":"response","status":"completed","error":null}', 'content'],
    ['openai-responses', 'a count', '{"object":"response.input_tokens","input_tokens":3}', 'content'],
    ['openai-responses', 'a failed one', '{"object":"response","status":"failed","error":null}', 'error'],
    ['openai-responses', 'an error', '{"error":{"code":"server_error"}}', 'error'],
    ['openai-responses', 'another document', '{"detail":"no"}', 'not_an_answer'],
    ['gemini', 'a reply', '{"candidates":[]}', 'content'],
    ['gemini', 'an unsafe prompt', '{"promptFeedback":{"blockReason":"SAFETY"}}', 'content'],
    ['gemini', 'usage', '{"usageMetadata":{"promptTokenCount":4}}', 'content'],
    ['gemini', 'a count', '{"totalTokens":4}', 'content'],
    ['gemini', 'a wrapped reply', '{"response":{"candidates":[]}}', 'content'],
    ['gemini', 'an error', '{"error":{"code":503}}', 'error'],
    ['gemini', 'an array', '[{"candidates":[{"content":{"parts":[{"text":"x"}]}}]}]', 'content'],
    ['gemini', 'an array without parts', '[ {"candidates":[]} ,\n {"usageMetadata":{}}]', 'content'],
    ['gemini', 'an array with an error', '[{"error":{"code":503}}]', 'error'],
    ['gemini', 'an array with an error at last', '[{"usageMetadata":{}},{"error":{"code":503}}]', 'error'],
    ['gemini', 'an empty array', ' [ ] ', 'empty_reply'],
    ['gemini', 'an array of something else', '[1,"a",{"a":1}]', 'not_an_answer'],
    ['gemini', 'a broken array', '[{"a":1} {', 'not_an_answer'],
    ['openai-chat', 'an array with an error', '[{"error":{"code":503}}]', 'error'],
    ['anthropic', 'a web page', '<!DOCTYPE html>\n\n<html></html>', 'not_an_answer'],
    ['anthropic', 'plain text', 'upstream connect error', 'not_an_answer'],
    ['anthropic', 'plain text that begins like an event stream', 'request denied', 'not_an_answer'],
    ['anthropic', 'a string', '"error"', 'not_an_answer'],
    ['anthropic', 'a cut document', '{"type":"message","content":[', 'not_an_answer'],
    ['anthropic', 'an empty object', '{}', 'not_an_answer'],
    ['anthropic', 'nothing', '', 'empty_reply'],
    ['anthropic', 'white space', ' \r\n\t\n', 'empty_reply'],
    ['anthropic', 'a mark of byte order', '\ufeff', 'empty_reply'],
    ['anthropic', 'a message after heartbeats', '\n\n \ufeff{"type":"message"}\n', 'content'],
  ])('%s: %s', (format, _name, text, expected) => {
    const judged = judgeEveryCut(format, 'json', text);
    expect(nameOf(judged.verdict)).toBe(expected);
    expect(nameOf(replyReader(format, 'json').verdict)).toBe('undecided');
  });

  it('is content when it is too long to be looked at', () => {
    const reader = replyReader('anthropic', 'json');
    reader.push(Buffer.from('{"error":"'));
    reader.push(Buffer.alloc(33 * 1024 * 1024, 'x'));
    expect(reader.verdict.kind).toBe('content');
    reader.end();
    expect(reader.verdict.kind).toBe('content');
  });

  it('is content when an element of an array is too long, and the others are read', () => {
    const reader = replyReader('gemini', 'json');
    reader.push(Buffer.from('[{"candidates":"'));
    reader.push(Buffer.alloc(33 * 1024 * 1024, 'x'));
    reader.push(Buffer.from('"},{"modelVersion":"gemini"}]'));
    expect(reader.verdict.kind).toBe('content');
    expect(reader.end()).toMatchObject({ model: 'gemini', isComplete: true });
  });

  it('is judged with the first element of an array, not at the end', () => {
    const reader = replyReader('gemini', 'json');
    reader.push(Buffer.from('[{"usageMetadata":{}},{"candidates":[{"content":{"parts":[{"text":"x"}]}}]'));
    expect(reader.verdict.kind).toBe('undecided');
    reader.push(Buffer.from('}'));
    expect(reader.verdict.kind).toBe('content');
  });
});

describe('a wrong content type', () => {
  const error = '{"error":{"type":"overloaded_error","message":"busy"}}';

  it.each<[string, Shape, string, Expected]>([
    ['a JSON error as an event stream', 'sse', error, 'error'],
    ['a JSON error with blank lines as an event stream', 'sse', `\n${error}\n\n`, 'error'],
    ['a message as an event stream', 'sse', '{"type":"message","content":[]}', 'content'],
    ['a web page as an event stream', 'sse', '<html>\n\n</html>', 'not_an_answer'],
    ['an array as an event stream', 'sse', `[${error}]`, 'error'],
    ['an event stream as JSON', 'json', 'event: ping\n\ndata: {"type":"content_block_start"}\n\n', 'content'],
    ['an event stream with an error as JSON', 'json', `: x\n\ndata: ${error}\n\n`, 'error'],
  ])('%s', (_name, shape, text, expected) => {
    expect(nameOf(judgeEveryCut('anthropic', shape, text).verdict)).toBe(expected);
  });

  it('does not make an event stream wait for its end', () => {
    const reader = replyReader('anthropic', 'json');
    reader.push(Buffer.from('data: {"type":"content_block_start"}\n\n'));
    expect(reader.verdict.kind).toBe('content');
  });
});

interface ReplyFixture {
  readonly format: WireFormat;
  readonly events?: readonly {
    readonly event?: string;
    readonly data?: unknown;
    readonly comment?: string;
  }[];
  readonly body?: unknown;
}

describe('the fixtures', () => {
  it.each(readdirSync(join(FIXTURES, 'replies')))('%s', (file) => {
    const fixture: ReplyFixture = JSON.parse(readFileSync(join(FIXTURES, 'replies', file), 'utf8'));
    const { format, events, body } = fixture;
    const text = events
      ? events
          .map(({ event, data, comment }) =>
            comment === undefined
              ? (event === undefined ? '' : `event: ${event}\n`) + frame(data)
              : `: ${comment}\n\n`,
          )
          .join('')
      : JSON.stringify(body);
    const { verdict } = judge(format, events ? 'sse' : 'json', [Buffer.from(text)]);
    expect(nameOf(verdict)).toBe('content');
  });

  it.each<[WireFormat, Shape, string, number]>([
    ['anthropic', 'sse', 'anthropic.sse', 2],
    ['openai-chat', 'sse', 'openai-chat.sse', 1],
    ['openai-responses', 'sse', 'openai-responses.sse', 2],
    ['gemini', 'sse', 'gemini.sse', 0],
    ['gemini', 'json', 'gemini-array.txt', 0],
  ])('%s as %s: %s', (format, shape, file, held) => {
    const text = readFileSync(join(FIXTURES, 'streams', file), 'utf8');
    expect(judgeEveryCut(format, shape, text)).toEqual({ verdict: { kind: 'content' }, heldEvents: held });
  });
});
