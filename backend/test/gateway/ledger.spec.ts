import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, json, requestIdOf, send } from '../support/client';
import { type Dialect, DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import { answers } from '../support/fake-upstream-scripts';
import { eventually } from '../support/hub-eventually';
import { PROVIDER_KEY, Rig, unique } from '../support/hub-rig';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

// Another process on the machine may hold either side up for longer than the bounds below, a wrong clock fails each time.
describe('the times of an entry', { retry: 5 }, () => {
  const dialect = dialectOf('openai-chat');
  const START_MS = 200;
  const REST_MS = 200;

  it('tell the first byte from the whole, and the hub’s own share from both', async () => {
    const model = unique('timed');
    const frames = dialect.frames(model);
    rig.upstream.script(model, async ({ res }) => {
      await pause(START_MS);
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(frames[0]);
      await pause(REST_MS);
      res.end(frames.slice(1).join(''));
    });
    const startedAt = performance.now();
    const got = await rig.ask(dialect, model, { isStreaming: true });
    const tookMs = performance.now() - startedAt;
    const { ttfb_ms: ttfb, duration_ms: duration, hub_ms: hub } = await rig.rowOf(got);
    // Timers may fire a little early, and rounding takes another half.
    expect(ttfb).toBeGreaterThanOrEqual(START_MS - 2);
    expect(ttfb).toBeLessThan(START_MS + REST_MS);
    expect(duration).toBeGreaterThanOrEqual(START_MS + REST_MS - 4);
    expect(duration).toBeLessThanOrEqual(tookMs + 150);
    expect(hub).toBeGreaterThan(0);
    expect(hub).toBeLessThan(START_MS / 2);
  });

  it('do not charge the hub with a client that is slow to send', async () => {
    const body = dialect.request(unique('slow-client'), false);
    const { hostname, port } = new URL(rig.hub.url);
    const got = await new Promise<Pick<Got, 'headers'>>((resolve, reject) => {
      const req = request(
        {
          hostname,
          port,
          method: 'POST',
          path: '/v1/chat/completions',
          headers: { 'content-type': 'application/json', 'x-api-key': rig.key },
        },
        (message) => message.resume().on('end', () => resolve({ headers: message.headers })),
      );
      req.on('error', reject);
      req.write(body.slice(0, 10));
      setTimeout(() => req.end(body.slice(10)), 300);
    });
    const { hub_ms: hub, duration_ms: duration } = await rig.rowOf(got);
    expect(hub).toBeLessThan(150);
    expect(duration).toBeGreaterThanOrEqual(298);
  });
});

describe('the session of an entry', () => {
  const SESSION = '0199a4e2-1c9b-7cc1-9e3c-3f0f3a2b1c0d';

  it.each<[string, Dialect['format'], string[], string, string | null]>([
    ['Claude Code’s header', 'anthropic', ['X-Claude-Code-Session-Id', SESSION], '{"model":"M"}', SESSION],
    [
      'the JSON text in metadata.user_id',
      'anthropic',
      [],
      `{"model":"M","metadata":{"user_id":"{\\"device_id\\":\\"d\\",\\"account_uuid\\":\\"\\",\\"session_id\\":\\"${SESSION}\\"}"}}`,
      SESSION,
    ],
    [
      'the old form of metadata.user_id',
      'anthropic',
      [],
      `{"metadata":{"user_id":"user_9f_account__session_${SESSION}"},"model":"M"}`,
      SESSION,
    ],
    [
      'Codex’s header',
      'openai-responses',
      ['session-id', SESSION, 'thread-id', 'other'],
      '{"model":"M"}',
      SESSION,
    ],
    ['Codex’s older header', 'openai-responses', ['session_id', SESSION], '{"model":"M"}', SESSION],
    ['prompt_cache_key', 'openai-responses', [], `{"model":"M","prompt_cache_key":"${SESSION}"}`, SESSION],
    ['opencode’s header', 'openai-chat', ['x-session-id', SESSION], '{"model":"M"}', SESSION],
    ['opencode’s other header', 'openai-chat', ['x-session-affinity', SESSION], '{"model":"M"}', SESSION],
    ['nothing at all', 'openai-chat', [], '{"model":"M"}', null],
  ])('comes from %s', async (_, format, headers, body, expected) => {
    for (const filler of ['', `{"filler":"${'x'.repeat(40_000)}",`]) {
      const text = filler === '' ? body : body.replace('{', filler);
      const model = unique('session');
      const got = await rig.ask(dialectOf(format), model, {
        headers,
        body: text.replace('"M"', `"${model}"`),
      });
      expect(await rig.entryOf(got)).toMatchObject({ sessionId: expected });
    }
  });
});

describe('the entry of a request', () => {
  it('says who asked whom for what and how it was decided', async () => {
    const dialect = dialectOf('anthropic');
    const model = unique('story');
    const lane = await rig.lane({ type: 'claude', url: rig.upstream.url });
    const got = await rig.ask(dialect, model, {
      key: lane.key,
      isStreaming: true,
      headers: ['user-agent', 'test/1'],
    });
    const entry = await rig.entryOf(got);
    expect(entry).toMatchObject({
      id: requestIdOf(got),
      userId: lane.userId,
      keyId: lane.keyId,
      keyName: 'key',
      providerId: lane.providerId,
      providerType: 'claude',
      clientFormat: 'anthropic',
      endpoint: '/v1/messages',
      requestedModel: model,
      model,
      statusCode: 200,
      userAgent: 'test/1',
      clientIp: '127.0.0.1',
      errorCode: null,
      errorMessage: null,
    });
    expect(entry['providerChain']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'selected', providerId: lane.providerId }),
        expect.objectContaining({
          kind: 'attempt',
          providerId: lane.providerId,
          outcome: 'answered',
          statusCode: 200,
        }),
      ]),
    );
    expect(Math.abs(Date.parse(String(entry['createdAt'])) - Date.now())).toBeLessThan(60_000);
  });

  it('says what the provider complained about, but not its key', async () => {
    const model = unique('complaint');
    const body = JSON.stringify({ error: { message: `Incorrect API key: ${PROVIDER_KEY}.`, type: 'x' } });
    rig.upstream.script(model, answers(401, body));
    const got = await rig.ask(dialectOf('openai-chat'), model);
    expect(got.body.toString()).not.toContain('Incorrect');
    const entry = await rig.entryOf(got);
    expect(entry).toMatchObject({
      statusCode: 502,
      errorCode: 'upstream_credentials',
      errorMessage: expect.stringContaining('Incorrect API key'),
    });
    expect(JSON.stringify(entry)).not.toContain(PROVIDER_KEY);
  });

  it('never holds the client’s key, wherever it was sent', async () => {
    const got = await rig.ask(dialectOf('gemini'), unique('m'), { headers: ['x-goog-api-key', rig.key] });
    expect(JSON.stringify([await rig.rowOf(got), await rig.entryOf(got)])).not.toContain(rig.key);
    const byQuery = await send(rig.hub.url, {
      path: `/v1beta/models/${unique('m')}:generateContent?key=${rig.key}`,
      headers: ['content-type', 'application/json'],
      body: '{}',
    });
    expect(JSON.stringify([await rig.rowOf(byQuery), await rig.entryOf(byQuery)])).not.toContain(rig.key);
    expect(rig.hub.log).not.toContain(rig.key);
  });

  it('is there exactly once for each of 300 requests of every kind', async () => {
    const before = await rig.ledger.count();
    const asked = await Promise.all(
      Array.from({ length: 300 }, async (_, at) => {
        const dialect = DIALECTS[at % 4] ?? dialectOf('gemini');
        if (at % 7 === 0) return rig.ask(dialect, 'bad', { body: '{' });
        return rig.ask(dialect, unique('many'), { isStreaming: at % 3 === 0 });
      }),
    );
    await eventually('300 rows', async () => ((await rig.ledger.count()) >= before + 300 ? true : undefined));
    const ids = (await rig.ledger.all()).map((row) => row.id);
    expect(await rig.ledger.count()).toBe(before + 300);
    expect(new Set(ids).size).toBe(ids.length);
    expect(asked.every((got) => ids.includes(requestIdOf(got)))).toBe(true);
  });

  it('is found by the filters of the list', async () => {
    const model = unique('filtered');
    rig.upstream.script(model, answers(422, '{}'));
    const got = await rig.ask(dialectOf('openai-responses'), model, {
      body: `{"model":"${model}","prompt_cache_key":"of-${model}"}`,
    });
    const row = await rig.rowOf(got);
    for (const filter of [
      `model=${model}`,
      `sessionId=of-${model}`,
      `status=422&model=${model}`,
      `keyId=${row.key_id}&model=${model}`,
      `userId=${row.user_id}&model=${model}`,
      `providerId=${row.provider_id}&model=${model}`,
      `errorCode=upstream_error&model=${model}`,
    ]) {
      const answer = await rig.hub.askAdmin('GET', `/usage-logs?${filter}`);
      expect((json(answer)['items'] as { id: string }[]).map(({ id }) => id)).toEqual([row.id]);
    }
  });
});
