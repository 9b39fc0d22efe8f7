import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, send, valuesOf } from '../support/client';
import { dialectOf } from '../support/fake-upstream-dialects';
import { PROVIDER_KEY, Rig, unique } from '../support/hub-rig';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

const chat = dialectOf('openai-chat');

function ask(model: string, headers: readonly string[], query = ''): Promise<Got> {
  return send(rig.hub.url, {
    path: `/v1/chat/completions${query}`,
    headers: ['Content-Type', 'application/json', ...headers],
    body: chat.request(model, false),
  });
}

function pairs(rawHeaders: readonly string[]): string[] {
  return rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${rawHeaders[at + 1]}`] : []));
}

describe('what reaches the upstream', () => {
  it('are the client’s headers as they were written, in their order, repeated ones included', async () => {
    const model = unique('kept');
    const sent = [
      ['Anthropic-Beta', 'context-1m-2025-08-07,interleaved-thinking-2025-05-14'],
      ['anthropic-beta', 'fine-grained-tool-streaming-2025-05-14'],
      ['anthropic-version', '2023-06-01'],
      ['session_id', 'with-underscore'],
      ['X_Under_Score', '1'],
      ['User-Agent', 'claude-cli/2.1.330 (external, sdk-cli)'],
      ['Accept-Encoding', 'gzip, deflate, br, zstd'],
      ['x-codex-turn-metadata', '{"a": [1, 2]}'],
      ['X-Stainless-Retry-Count', '0'],
      ['x-app', 'cli'],
      ['OpenAI-Beta', 'responses=experimental'],
      ['accept', 'text/event-stream'],
      ['x-latin', 'caf\u00e9'],
    ];
    await ask(model, ['Authorization', `Bearer ${rig.key}`, ...sent.flat()]);
    const names = new Set(sent.map(([name = '']) => name.toLowerCase()));
    const seen = pairs(rig.upstream.seen(model).rawHeaders).filter((pair) =>
      names.has((pair.split(':')[0] ?? '').toLowerCase()),
    );
    expect(seen).toEqual(sent.map(([name, value]) => `${name}: ${value}`));
  });

  it('is no header that only the hub would have added', async () => {
    const model = unique('bare');
    await ask(model, ['authorization', `Bearer ${rig.key}`]);
    const seen = rig.upstream.seen(model).rawHeaders.filter((_, at) => at % 2 === 0);
    const names = seen.map((name) => name.toLowerCase()).sort();
    expect(names).toEqual(['authorization', 'connection', 'content-length', 'content-type', 'host']);
  });

  it.each([
    ['authorization', ['Authorization', 'Bearer KEY']],
    ['x-api-key', ['X-Api-Key', 'KEY']],
    ['x-goog-api-key', ['x-goog-api-key', 'KEY']],
    ['the query', [], '?key=KEY&alt=sse'],
    ['an escaped query', [], '?alt=sse&%6bey=KEY'],
    [
      'all places at once',
      ['authorization', 'bearer KEY', 'x-api-key', 'KEY', 'x-goog-api-key', 'KEY'],
      '?key=KEY',
    ],
    ['a cookie as well', ['x-api-key', 'KEY', 'Cookie', 'session=KEY']],
    ['a proxy credential as well', ['x-api-key', 'KEY', 'Proxy-Authorization', 'Bearer KEY']],
  ])('is never the hub’s key, sent in %s', async (_, headers, query = '') => {
    const model = unique('secret');
    const own = (text: string) => text.replaceAll('KEY', rig.key);
    const got = await ask(model, headers.map(own), own(query));
    expect(got.status).toBe(200);
    const seen = rig.upstream.seen(model);
    expect(JSON.stringify([seen.url, seen.rawHeaders])).not.toContain(rig.key);
    expect(seen.url).toBe(query.includes('alt') ? '/v1/chat/completions?alt=sse' : '/v1/chat/completions');
    expect(valuesOf(seen.rawHeaders, 'authorization')).toEqual([`Bearer ${PROVIDER_KEY}`]);
    for (const name of ['cookie', 'x-api-key', 'x-goog-api-key', 'proxy-authorization'])
      expect(seen.headers).not.toHaveProperty(name);
  });

  it('is nothing that belongs to the client’s connection', async () => {
    const model = unique('hop');
    const sent = {
      'x-api-key': rig.key,
      Connection: 'keep-alive, X-Private',
      'X-Private': '1',
      'Keep-Alive': 'timeout=5',
      TE: 'trailers',
      'Proxy-Connection': 'keep-alive',
      'X-Forwarded-For': '10.1.2.3',
      'X-Forwarded-Host': 'hub.example',
      'X-Real-IP': '10.1.2.3',
      'X-Kept': 'yes',
    };
    await ask(model, Object.entries(sent).flat());
    const { headers } = rig.upstream.seen(model);
    for (const name of ['x-private', 'keep-alive', 'te', 'proxy-connection', 'x-forwarded-for'])
      expect(headers).not.toHaveProperty(name);
    expect(headers).toMatchObject({ host: new URL(rig.upstream.url).host, 'x-kept': 'yes' });
    expect(JSON.stringify(headers)).not.toContain('10.1.2.3');
  });

  it('has a length when the client sent chunks', async () => {
    const model = unique('chunks');
    const body = Buffer.from(chat.request(model, false));
    const got = await send(rig.hub.url, {
      path: chat.path(model, false),
      headers: ['authorization', `Bearer ${rig.key}`, 'content-type', 'application/json'],
      chunks: [body.subarray(0, 10), body.subarray(10, 11), body.subarray(11)],
    });
    expect(got.status).toBe(200);
    const seen = rig.upstream.seen(model);
    expect(seen.body.equals(body)).toBe(true);
    expect(seen.headers).not.toHaveProperty('transfer-encoding');
    expect(seen.headers['content-length']).toBe(String(body.length));
  });

  it('keeps the rest of the query as it was written', async () => {
    const model = unique('query');
    await ask(model, ['x-api-key', rig.key], '?beta=true&a=%20b+c&&empty=&beta=1&keys=2');
    expect(rig.upstream.seen(model).url).toMatch(
      /^\/v1\/chat\/completions\?beta=true&a=%20b\+c&{1,2}empty=&beta=1&keys=2$/,
    );
  });
});

describe('what reaches the client', () => {
  it('are the upstream’s headers, repeated ones included, without cookies and what belongs to its connection', async () => {
    const model = unique('answer');
    rig.upstream.script(model, ({ res }) => {
      const headers = [
        ['Content-Type', 'application/json; x=y'],
        ['X-Codex-Turn-State', 'abc'],
        ['Set-Cookie', 'a=b; Path=/'],
        ['set-cookie', 'c=d'],
        ['X-Twice', '1'],
        ['x-twice', '2'],
        ['x_under', 'u'],
        ['Keep-Alive', 'timeout=999'],
        ['Proxy-Authenticate', 'Basic'],
        ['Upgrade', 'h2c'],
        ['X-Request-Id', 'of-the-upstream'],
        ['retry-after-ms', '12'],
        ['openai-processing-ms', '9'],
      ];
      res.writeHead(200, headers.flat());
      res.end(chat.reply(model));
    });
    const got = await ask(model, ['x-api-key', rig.key]);
    expect(got.headers).toMatchObject({
      'content-type': 'application/json; x=y',
      'x-codex-turn-state': 'abc',
      x_under: 'u',
      'retry-after-ms': '12',
      'openai-processing-ms': '9',
      'x-upstream-request-id': 'of-the-upstream',
    });
    expect(valuesOf(got.rawHeaders, 'x-twice').join(', ')).toBe('1, 2');
    for (const name of ['set-cookie', 'proxy-authenticate', 'upgrade'])
      expect(got.headers).not.toHaveProperty(name);
    expect(got.headers['keep-alive'] ?? '').not.toContain('999');
    expect(valuesOf(got.rawHeaders, 'x-request-id')).toHaveLength(1);
    expect(got.headers['x-request-id']).not.toBe('of-the-upstream');
    expect(await rig.rowOf(got)).toMatchObject({ requested_model: model });
  });

  it('is nothing that the upstream declares to belong to its connection', async () => {
    const model = unique('declared');
    rig.upstream.script(model, ({ res }) => {
      res.writeHead(200, {
        'content-type': 'application/json',
        connection: 'keep-alive, X-Mine',
        'x-mine': '1',
      });
      res.end(chat.reply(model));
    });
    const got = await ask(model, ['x-api-key', rig.key]);
    expect(got.status).toBe(200);
    expect(got.headers).not.toHaveProperty('x-mine');
  });

  it('is an own request id each time', async () => {
    const ids = await Promise.all(
      Array.from(
        { length: 20 },
        async () => (await ask(unique('id'), ['x-api-key', rig.key])).headers['x-request-id'],
      ),
    );
    expect(new Set(ids).size).toBe(20);
  });
});
