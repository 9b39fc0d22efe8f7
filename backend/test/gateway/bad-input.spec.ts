import type { WireFormat } from '@cch/contracts/wire-formats';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Ask, type Got, requestIdOf, send, sendRaw } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { eventually } from '../support/hub-eventually';
import { addCaller, Rig, unique } from '../support/hub-rig';

const MAX_BODY_BYTES = 1024 * 1024;

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start({ env: { MAX_BODY_BYTES: String(MAX_BODY_BYTES) } });
});
afterAll(() => rig?.stop());

const PATHS: readonly (readonly [WireFormat, string])[] = [
  ['anthropic', '/v1/messages'],
  ['anthropic', '/v1/messages/count_tokens'],
  ['openai-chat', '/v1/chat/completions'],
  ['openai-responses', '/v1/responses'],
  ['gemini', '/v1beta/models/m:generateContent'],
  ['gemini', '/v1/models/m:streamGenerateContent'],
];

function ask(path: string, rest: Partial<Ask> = {}, key = rig.key): Promise<Got> {
  const headers = rest.headers ?? ['content-type', 'application/json'];
  return send(rig.hub.url, { path, ...rest, headers: ['x-api-key', key, ...headers] });
}

const DEEP = '['.repeat(200_000);

describe.each(PATHS)('%s at %s', (format, path) => {
  it.each([
    ['an empty body', ''],
    ['blanks', '  \n'],
    ['an unfinished object', '{"model":"m"'],
    ['a bare word', '{model:"m"}'],
    ['a trailing comma', '{"model":"m",}'],
    ['two documents', '{"model":"m"}{"model":"m"}'],
    ['a list', '[{"model":"m"}]'],
    ['a text', '"model"'],
    ['null', 'null'],
    ['a large unfinished object', `{"model":"m","x":"${'y'.repeat(100_000)}`],
    ['a large list', `[${'1,'.repeat(50_000)}1]`],
    ['a deep unfinished list', `{"model":"m","x":${DEEP}`],
    ['a BOM in UTF-16', Buffer.from('\ufeff{"model":"m"}', 'utf16le')],
  ])('refuses %s as invalid JSON', async (_, body) => {
    const got = await ask(path, { body });
    expectHubError(got, format, { status: 400, code: 'invalid_json' });
    expect(await rig.rowOf(got)).toMatchObject({
      status_code: 400,
      error_code: 'invalid_json',
      error_message: expect.stringMatching(/\S/),
      outcome: 'refused',
      endpoint: path,
      client_format: format,
      key_id: rig.keyId,
      user_id: rig.userId,
      cost_usd: expect.stringMatching(/^0/),
    });
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'x',
  ])('refuses the content type %s', async (type) => {
    const got = await ask(path, { headers: ['content-type', type], body: '{"model":"m"}' });
    expectHubError(got, format, { status: 415, code: 'unsupported_content_type' });
    expect(await rig.rowOf(got)).toMatchObject({ status_code: 415, error_code: 'unsupported_content_type' });
  });

  it('refuses a body that is announced too large, without reading it', async () => {
    const got = await ask(path, { body: Buffer.alloc(MAX_BODY_BYTES + 1, 32) });
    expectHubError(got, format, { status: 413, code: 'body_too_large' });
    expect(await rig.rowOf(got)).toMatchObject({ status_code: 413, error_code: 'body_too_large' });
  });

  it('refuses an unknown, an absent and an empty key', async () => {
    for (const [headers, code] of [
      [['x-api-key', `cch_${'0'.repeat(40)}`], 'invalid_key'],
      [['authorization', 'Bearer nonsense'], 'invalid_key'],
      [[], 'missing_key'],
      [['authorization', 'Basic abc', 'x-api-key', ''], 'missing_key'],
    ] as const) {
      const got = await send(rig.hub.url, {
        path,
        headers: ['content-type', 'application/json', ...headers],
        body: '{"model":"m"}',
      });
      expectHubError(got, format, { status: 401, code });
      expect(await rig.ledger.rowsOf(requestIdOf(got))).toEqual([]);
    }
  });

  it('says that there is no provider', async () => {
    const lonely = unique('lonely');
    await rig.hub.admin('POST', '/provider-groups', { name: lonely });
    const { key } = await addCaller(rig.hub, { providerGroups: [lonely] });
    const got = await ask(path, { body: '{"model":"m"}' }, key);
    expectHubError(got, format, { status: 503, code: 'no_provider', isFinal: false });
    expect(await rig.rowOf(got)).toMatchObject({
      status_code: 503,
      error_code: 'no_provider',
      provider_id: null,
      requested_model: 'm',
    });
  });
});

describe.each(PATHS.slice(0, 4))('%s at %s', (format, path) => {
  it.each([
    ['none', '{"messages":[]}'],
    ['null', '{"model":null}'],
    ['a number', '{"model":5}'],
    ['an object', '{"model":{"model":"m"}}'],
    ['an empty text', '{"model":""}'],
    ['blanks', '{"model":"  "}'],
    ['none in a large body', `{"x":{"model":"m"},"y":"${'z'.repeat(70_000)}"}`],
  ])('refuses a request whose model is %s', async (_, body) => {
    const got = await ask(path, { body });
    expectHubError(got, format, { status: 400, code: 'missing_model' });
    expect(await rig.rowOf(got)).toMatchObject({ status_code: 400, error_code: 'missing_model' });
  });
});

describe('paths that nobody serves', () => {
  it.each<[string, string, WireFormat, string[]?]>([
    ['POST', '/v1/messages/batches', 'anthropic'],
    ['GET', '/v1/messages', 'anthropic'],
    ['POST', '/v1/messages/', 'anthropic'],
    ['POST', '/v1/files', 'anthropic', ['anthropic-version', '2023-06-01']],
    ['POST', '/v1/embeddings', 'openai-chat'],
    ['POST', '/v1', 'openai-chat'],
    ['PUT', '/v1/chat/completions', 'openai-chat'],
    ['GET', '/v1/responses/resp_1', 'openai-responses'],
    ['POST', '/v1/responses/compact', 'openai-responses'],
    ['GET', '/v1/models/gpt-5.5', 'openai-chat'],
    ['GET', '/v1/models/claude-sonnet-5', 'anthropic', ['anthropic-version', '2023-06-01']],
    ['POST', '/v1beta/models/m:embedContent', 'gemini'],
    ['POST', '/v1beta/models/:generateContent', 'gemini'],
    ['POST', '/v1beta/models/m', 'gemini'],
    ['GET', '/v1beta/files', 'gemini'],
    ['POST', '/v1/models/m:predict', 'gemini'],
    ['DELETE', '/v1beta1/publishers/google/models/m:generateContent', 'gemini'],
    ['POST', '/v1/messages/%zz', 'anthropic'],
    ['POST', '/v1beta/models/%zz:generateContent', 'gemini'],
  ])('%s %s answers 404 as %s does', async (method, path, format, headers = []) => {
    const got = await ask(path, {
      method,
      headers: ['content-type', 'application/json', ...headers],
      body: '{"model":"m"}',
    });
    expectHubError(got, format, { status: 404, code: 'unknown_path' });
    expect(await rig.ledger.rowsOf(requestIdOf(got))).toEqual([]);
  });
});

describe('what leaves no row', () => {
  it('is answered, counted and mentioned in the log now and then, not each time', async () => {
    const stranger = await Rig.start();
    onTestFinished(() => stranger.stop());
    for (let round = 0; round < 30; round += 1) {
      await send(stranger.hub.url, { path: '/v1/messages', headers: ['x-api-key', 'wrong'], body: '{}' });
      await send(stranger.hub.url, { path: '/v1/nowhere', headers: ['x-api-key', stranger.key], body: '{}' });
      const head = await send(stranger.hub.url, { method: 'HEAD', path: '/' });
      expect(head).toMatchObject({ status: 200, isWhole: true });
      expect(head.body).toHaveLength(0);
    }
    // Rows travel in order: when this one is there, the others would have been.
    const known = await send(stranger.hub.url, {
      path: '/v1/messages',
      headers: ['x-api-key', stranger.key],
      body: '{"model":"m"}',
    });
    await stranger.rowOf(known);
    expect(await stranger.ledger.count()).toBe(1);
    const lines = stranger.hub.log.split('\n').filter((line) => /invalid_key|unknown_path|"head"/.test(line));
    expect(lines.length).toBeGreaterThanOrEqual(1);
    expect(lines.length).toBeLessThan(10);
    expect(stranger.hub.log).not.toContain(stranger.key);
  });
});

describe('what no client should send', () => {
  it.each([
    [
      'a NUL and half a surrogate in the model',
      '{"model":"a\\u0000b\\ud800-UNIQUE","metadata":{"user_id":"u"}}',
    ],
    ['a NUL in the session id', '{"model":"UNIQUE","metadata":{"session_id":"a\\u0000b"}}'],
    ['a session id of 100 kB', `{"model":"UNIQUE","metadata":{"session_id":"${'s'.repeat(100_000)}"}}`],
    ['a model of 10 kB', `{"model":"UNIQUE${'m'.repeat(10_000)}"}`],
    ['__proto__', '{"__proto__":{"model":"x"},"constructor":{"model":"x"},"model":"UNIQUE"}'],
    ['a number no double can hold', '{"model":"UNIQUE","n":1e999,"id":123456789012345678901234567890}'],
    ['9000 nested lists', `{"model":"UNIQUE","x":${'['.repeat(9000)}${']'.repeat(9000)}}`],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from('{"model":"UNIQUE","x":"'), Buffer.of(0xff, 0xc3), Buffer.from('"}')]),
    ],
  ])('%s leaves its row all the same', async (_, body) => {
    const text = Buffer.from(body).toString('latin1').replace('UNIQUE', unique('odd'));
    const got = await ask('/v1/messages', { body: Buffer.from(text, 'latin1') });
    expect(await rig.rowOf(got)).toMatchObject({ status_code: got.status });
    expect(got.status).toBe(200);
  });

  it.each([
    ['a user agent of raw bytes', ['user-agent', 'caf\u00e9 \u00ff']],
    ['a user agent of 20 kB', ['user-agent', 'u'.repeat(20_000)]],
    ['a session header of 20 kB', ['x-claude-code-session-id', 's'.repeat(20_000)]],
    ['an address that is none', ['x-forwarded-for', 'not an address, \u00ff']],
  ])('%s leaves its row all the same', async (_, headers) => {
    const got = await ask('/v1/messages', { headers, body: `{"model":"${unique('odd')}"}` });
    expect(got.status).toBe(200);
    expect(await rig.rowOf(got)).toMatchObject({ status_code: 200 });
  });

  it('is garbage instead of HTTP; the hub says 400 and lives on', async () => {
    expect(await sendRaw(rig.hub.url, 'EHLO \0\x01\r\n\r\n')).toMatch(/^(HTTP\/1\.1 400|$)/);
    expect(await sendRaw(rig.hub.url, `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`)).toMatch(
      /^(HTTP\/1\.1 431|$)/,
    );
    expect((await ask('/v1/messages', { body: '{"model":"m"}' })).status).toBe(200);
    expect(rig.hub.isAlive).toBe(true);
  });

  it('is a body that ends before its length; that leaves one row', async () => {
    const agent = unique('cut-body');
    await sendRaw(
      rig.hub.url,
      `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${rig.key}\r\nuser-agent: ${agent}\r\n` +
        'content-length: 100\r\n\r\n{"model"',
    );
    const row = await eventually('the row', async () =>
      (await rig.ledger.all()).find((candidate) => candidate.user_agent === agent),
    );
    expect(row).toMatchObject({
      error_code: expect.stringMatching(/body_incomplete|client_closed/),
      outcome: expect.stringMatching(/refused|aborted/),
    });
  });
});
