import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../support/client';
import { type Dialect, DIALECTS, dialectOf, type LedgerTokens } from '../support/fake-upstream-dialects';
import { answers, answersEncoded, encode, type Encoding, streams } from '../support/fake-upstream-scripts';
import { type Entry, Rig, unique } from '../support/hub-rig';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

function tokensOf(entry: Entry): LedgerTokens {
  const count = (name: keyof LedgerTokens) => Number(entry[name] ?? 0);
  return {
    inputTokens: count('inputTokens'),
    outputTokens: count('outputTokens'),
    cacheCreationTokens: count('cacheCreationTokens'),
    cacheCreation5mTokens: count('cacheCreation5mTokens'),
    cacheCreation1hTokens: count('cacheCreation1hTokens'),
    cacheReadTokens: count('cacheReadTokens'),
    reasoningTokens: count('reasoningTokens'),
  };
}

const ENCODINGS: readonly (Encoding | 'identity')[] = ['identity', 'gzip', 'br', 'zstd', 'deflate'];

describe.each(DIALECTS)('the tokens of a $format answer', (dialect: Dialect) => {
  it.each(ENCODINGS)('are read from one document in %s', async (encoding) => {
    const model = unique('whole');
    const body = dialect.reply(model);
    const type = 'application/json; charset=utf-8';
    rig.upstream.script(
      model,
      encoding === 'identity'
        ? answers(200, body, { 'content-type': type })
        : answersEncoded(encoding, body, type),
    );
    const got = await rig.ask(dialect, model);
    expect(got.headers['content-encoding']).toBe(encoding === 'identity' ? undefined : encoding);
    if (encoding !== 'identity') expect(got.body.equals(encode(encoding, Buffer.from(body)))).toBe(true);
    const entry = await rig.entryOf(got);
    expect(tokensOf(entry)).toEqual(dialect.tokens);
    expect(entry).toMatchObject({
      isStreaming: false,
      statusCode: 200,
      errorCode: null,
      requestedModel: model,
      costState: 'exact',
    });
  });

  it.each(ENCODINGS)('are read from a stream in %s', async (encoding) => {
    const model = unique('stream');
    const plain = Buffer.from(dialect.frames(model).join(''));
    const bytes = encoding === 'identity' ? plain : encode(encoding, plain);
    const headers = {
      'content-type': 'text/event-stream',
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
    };
    const parts = [bytes.subarray(0, 40), bytes.subarray(40, 41), bytes.subarray(41)];
    rig.upstream.script(model, streams(parts, { headers }));
    const got = await rig.ask(dialect, model, { isStreaming: true });
    expect(got.body.equals(bytes)).toBe(true);
    const entry = await rig.entryOf(got);
    expect(tokensOf(entry)).toEqual(dialect.tokens);
    expect(entry).toMatchObject({ isStreaming: true, statusCode: 200, errorCode: null, costState: 'exact' });
  });

  it('are none when the provider does not say, which is no error', async () => {
    const model = unique('silent');
    const says = '{"content":[],"choices":[],"output":[],"candidates":[]}';
    rig.upstream.script(model, answers(200, says));
    const entry = await rig.entryOf(await rig.ask(dialect, model));
    expect(Object.values(tokensOf(entry)).every((count) => count === 0)).toBe(true);
    expect(entry).toMatchObject({ statusCode: 200, errorCode: null, costState: 'unknown' });
  });

  it('are none, and the bytes pass, when the compression of the answer is a lie', async () => {
    for (const [type, encoding] of [
      ['application/json', 'gzip'],
      ['text/event-stream', 'zstd'],
      ['application/json', 'x-unheard-of'],
    ]) {
      const model = unique('lie');
      const headers = { 'content-type': String(type), 'content-encoding': String(encoding) };
      rig.upstream.script(model, answers(200, '\u0000 no {"usage": \n\n data: {', headers));
      const got = await rig.ask(dialect, model);
      expect(got.body.toString()).toBe('\u0000 no {"usage": \n\n data: {');
      expect(await rig.entryOf(got)).toMatchObject({ statusCode: 200 });
    }
  });
});

it('reads the tokens of a Gemini stream that comes as a JSON list', async () => {
  const dialect = dialectOf('gemini');
  const model = unique('list');
  const items = dialect.frames(model).map((frame) => frame.replace(/^data: /, '').trim());
  const body = `[${items.join('\n,\r\n')}\n]`;
  rig.upstream.script(
    model,
    streams(body.split(/(?<=,)/), { headers: { 'content-type': 'application/json' } }),
  );
  const got = await send(rig.hub.url, {
    path: `/v1beta/models/${model}:streamGenerateContent`,
    headers: ['content-type', 'application/json', 'x-goog-api-key', rig.key],
    body: dialect.request(model, true),
  });
  expect(got.body.toString()).toBe(body);
  const entry = await rig.entryOf(got);
  expect(tokensOf(entry)).toEqual(dialect.tokens);
  expect(entry).toMatchObject({
    isStreaming: true,
    endpoint: `/v1beta/models/${model}:streamGenerateContent`,
  });
});

it('reads a cache write that has no split, and one that only has the split', async () => {
  const dialect = dialectOf('anthropic');
  for (const [usage, total, fiveMinutes, oneHour] of [
    ['{"input_tokens":1,"output_tokens":2,"cache_creation_input_tokens":7}', 7, 0, 0],
    [
      '{"input_tokens":1,"output_tokens":2,"cache_creation":{"ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":4}}',
      7,
      3,
      4,
    ],
  ] as const) {
    const model = unique('split');
    rig.upstream.script(model, answers(200, `{"id":"m","type":"message","usage":${usage}}`));
    expect(tokensOf(await rig.entryOf(await rig.ask(dialect, model)))).toMatchObject({
      inputTokens: 1,
      outputTokens: 2,
      cacheCreationTokens: total,
      cacheCreation5mTokens: fiveMinutes,
      cacheCreation1hTokens: oneHour,
    });
  }
});

it('survives counts that no column can hold', async () => {
  const dialect = dialectOf('openai-chat');
  const model = unique('absurd');
  const usage =
    '{"prompt_tokens":1e300,"completion_tokens":-5,"prompt_tokens_details":{"cached_tokens":"9"}}';
  rig.upstream.script(model, answers(200, `{"id":"x","choices":[],"usage":${usage}}`));
  expect(await rig.entryOf(await rig.ask(dialect, model))).toMatchObject({ statusCode: 200 });
});
