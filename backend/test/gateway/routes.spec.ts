import type { ProviderType } from '@cch/contracts/provider-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, requestIdOf, send } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { Rig, unique } from '../support/hub-rig';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

function post(path: string, key: string, body: unknown): Promise<Got> {
  return send(rig.hub.url, {
    path,
    headers: ['content-type', 'application/json', 'authorization', `Bearer ${key}`],
    body: JSON.stringify(body),
  });
}

describe('every route goes to the provider of its format', () => {
  it.each<[string, ProviderType, string?]>([
    ['/v1/messages', 'claude'],
    ['/v1/messages?beta=true', 'claude'],
    ['/v1/messages/count_tokens?beta=true', 'claude'],
    ['/v1/chat/completions', 'openai-compatible'],
    ['/v1/responses', 'codex'],
    ['/v1/responses/input_tokens', 'codex'],
    ['/v1beta/models/MODEL:generateContent', 'gemini'],
    ['/v1beta/models/MODEL:streamGenerateContent?alt=sse', 'gemini'],
    ['/v1beta/models/MODEL:countTokens', 'gemini'],
    ['/v1/models/MODEL:generateContent', 'gemini'],
    ['/v1/models/MODEL:streamGenerateContent', 'gemini'],
    ['/v1/models/MODEL:countTokens', 'gemini'],
    ['/v1beta1/publishers/google/models/MODEL:generateContent', 'gemini'],
    ['/v1beta1/publishers/google/models/MODEL:streamGenerateContent?alt=sse', 'gemini'],
    ['/v1beta1/publishers/google/models/MODEL:countTokens', 'gemini'],
    ['/v1/generateContent', 'gemini', '/v1beta/models/MODEL:generateContent'],
  ])('%s', async (path, type, upstreamPath = path) => {
    const model = unique('route');
    const got = await post(path.replace('MODEL', model), rig.key, { model, messages: [], contents: [] });
    expect(got.status).toBe(200);
    expect(rig.upstream.seen(model)).toMatchObject({
      method: 'POST',
      url: upstreamPath.replace('MODEL', model),
    });
    expect(await rig.rowOf(got)).toMatchObject({
      endpoint: path.replace('MODEL', model).split('?')[0],
      provider_type: type,
      requested_model: model,
      is_streaming: path.includes(':stream'),
    });
  });

  it('models with slashes, dots and escapes in their names stay what they are', async () => {
    const got = await post('/v1beta/models/tuned%2Fa.b@c:generateContent', rig.key, { contents: [] });
    expect(got.status).toBe(200);
    expect(rig.upstream.seen('tuned/a.b@c').url).toBe('/v1beta/models/tuned%2Fa.b@c:generateContent');
    expect(await rig.rowOf(got)).toMatchObject({ requested_model: 'tuned/a.b@c' });
  });

  it.each(['/v1/messages/count_tokens', '/v1/responses/input_tokens', '/v1beta/models/MODEL:countTokens'])(
    'counting at %s costs nothing',
    async (path) => {
      const model = unique('count');
      const got = await post(path.replace('MODEL', model), rig.key, {
        model,
        messages: [],
        input: [],
        contents: [],
      });
      const row = await rig.rowOf(got);
      expect(Number(row.cost_usd)).toBe(0);
      expect(row).toMatchObject({ cost_usd: expect.anything(), outcome: 'answered' });
    },
  );
});

describe('the base URL of a provider is joined with the path of the request', () => {
  it.each<[ProviderType, string, string, string]>([
    ['claude', '', '/v1/messages', '/v1/messages'],
    ['claude', '/', '/v1/messages', '/v1/messages'],
    ['claude', '/v1', '/v1/messages?beta=true', '/v1/messages?beta=true'],
    ['claude', '/v1/', '/v1/messages/count_tokens', '/v1/messages/count_tokens'],
    ['claude', '/relay/anthropic', '/v1/messages', '/relay/anthropic/v1/messages'],
    ['claude', '/relay/v1/messages', '/v1/messages', '/relay/v1/messages'],
    ['claude', '/relay/v1/messages', '/v1/messages/count_tokens', '/relay/v1/messages/count_tokens'],
    ['openai-compatible', '/api/v3', '/v1/chat/completions', '/api/v3/chat/completions'],
    ['openai-compatible', '/api/paas/v4/', '/v1/chat/completions', '/api/paas/v4/chat/completions'],
    ['openai-compatible', '/v1/chat/completions', '/v1/chat/completions', '/v1/chat/completions'],
    ['codex', '/openai/v1/responses', '/v1/responses/input_tokens', '/openai/v1/responses/input_tokens'],
    ['codex', '/backend-api/codex', '/v1/responses', '/backend-api/codex/v1/responses'],
    ['gemini', '/v1beta', '/v1beta/models/MODEL:generateContent', '/v1beta/models/MODEL:generateContent'],
    ['gemini', '/v1beta', '/v1/models/MODEL:generateContent', '/v1beta/models/MODEL:generateContent'],
    ['gemini', '/g/v1beta', '/v1/generateContent', '/g/v1beta/models/MODEL:generateContent'],
    ['gemini', '', '/v1beta/models/MODEL:countTokens', '/v1beta/models/MODEL:countTokens'],
  ])('%s at %s asked for %s', async (type, base, path, joined) => {
    const model = unique('join');
    const lane = await rig.lane({ type, url: rig.upstream.url + base });
    const got = await post(path.replace('MODEL', model), lane.key, {
      model,
      messages: [],
      input: [],
      contents: [],
    });
    expect(got.status).toBe(200);
    expect(rig.upstream.seen(model).url).toBe(joined.replace('MODEL', model));
  });
});

describe('a WebSocket upgrade', () => {
  const UPGRADE = ['connection', 'Upgrade', 'upgrade', 'websocket', 'sec-websocket-version', '13'];
  const HANDSHAKE = [...UPGRADE, 'sec-websocket-key', 'dGhlIHNhbXBsZSBub25jZQ=='];

  it.each([
    [
      'with a key',
      () => ['authorization', `Bearer ${rig.key}`, 'openai-beta', 'responses_websockets=2026-02-06'],
    ],
    ['with a wrong key', () => ['authorization', 'Bearer wrong']],
    ['without any', () => []],
  ])('on /v1/responses is refused with 426 %s, so that Codex falls back at once', async (_, headers) => {
    const got = await send(rig.hub.url, {
      method: 'GET',
      path: '/v1/responses',
      headers: [...HANDSHAKE, ...headers()],
    });
    expectHubError(got, 'openai-responses', { status: 426, code: 'websocket_unsupported' });
    expect(await rig.ledger.rowsOf(requestIdOf(got))).toEqual([]);
  });

  it('is followed by the same request as POST on the same hub', async () => {
    const model = unique('fallback');
    expect((await post('/v1/responses', rig.key, { model, input: 'x' })).status).toBe(200);
  });
});

describe('HEAD /', () => {
  it.each([
    ['with a key', true],
    ['without', false],
  ])('answers 200 %s', async (_, hasKey) => {
    const got = await send(rig.hub.url, {
      method: 'HEAD',
      path: '/',
      headers: hasKey ? ['authorization', `Bearer ${rig.key}`] : [],
    });
    expect(got.status).toBe(200);
    expect(got.body).toHaveLength(0);
  });
});
