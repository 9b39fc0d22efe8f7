import { PROVIDER_TYPES, type ProviderType } from '@cch/contracts/provider-types';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { valuesOf } from '../support/client';
import { ConnectionTestRig, TESTED_KEY } from '../support/connection-test-rig';
import { dialectAt, type Dialect, DIALECTS } from '../support/fake-upstream-dialects';
import { unique } from '../support/hub-rig';

let rig: ConnectionTestRig;
beforeAll(async () => {
  rig = await ConnectionTestRig.start();
});
afterAll(() => rig?.stop());

function dialectFor(type: ProviderType): Dialect {
  const dialect = DIALECTS.find(({ providerType }) => providerType === type);
  return dialect ?? dialectAt(type === 'claude-auth' ? '/messages' : '/models/');
}

const TEXT = 'na\u00efve \u4f60\u597d \ud83d\ude80';

describe.each(PROVIDER_TYPES)('a provider of type %s', (type) => {
  const dialect = dialectFor(type);
  const { inputTokens, outputTokens, cacheReadTokens, reasoningTokens } = dialect.tokens;

  const good = (model: string) => ({
    ok: true,
    statusCode: 200,
    errorCode: null,
    message: null,
    ttfbMs: expect.any(Number),
    durationMs: expect.any(Number),
    upstreamModel: model,
    model,
    usage: {
      inputTokens,
      outputTokens,
      cacheCreationTokens: dialect.format === 'anthropic' ? 30 : null,
      cacheReadTokens,
      reasoningTokens,
    },
    preview: expect.stringMatching(new RegExp(`^${TEXT}`)),
    route: 'direct',
  });

  it('is asked in its own format, saved', async () => {
    const model = unique('saved');
    const result = await rig.testSaved(await rig.create({ type }), { model });
    expect(result).toEqual(good(model));
    expect(result.ttfbMs).toBeLessThanOrEqual(result.durationMs);
  });

  it('is asked in its own format, not saved', async () => {
    const model = unique('draft');
    expect(await rig.testDraft({ type, model })).toEqual(good(model));
    const { method, url, headers, body } = rig.upstream.seen(model);
    const bodyOf = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    expect(`${method} ${url}`).toBe(ASKS[type].line.replace('MODEL', model));
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(body.length),
      'user-agent': expect.stringMatching(/^claude-code-hub\/\d/),
      host: new URL(rig.upstream.url).host,
      ...ASKS[type].headers,
    });
    expect(bodyOf).toMatchObject(ASKS[type].body(model));
  });
});

interface Asks {
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  body(model: string): object;
}

const claude = (headers: Asks['headers']): Asks => ({
  line: 'POST /v1/messages',
  headers: { 'anthropic-version': '2023-06-01', ...headers },
  body: (model) => ({ model, max_tokens: 16, stream: true, messages: [{ role: 'user' }] }),
});
const gemini = (headers: Asks['headers']): Asks => ({
  line: 'POST /v1beta/models/MODEL:streamGenerateContent?alt=sse',
  headers: { 'x-goog-api-key': TESTED_KEY, ...headers },
  body: () => ({ contents: [{ role: 'user', parts: [{ text: expect.any(String) }] }] }),
});

const ASKS: Readonly<Record<ProviderType, Asks>> = {
  claude: claude({ 'x-api-key': TESTED_KEY, authorization: `Bearer ${TESTED_KEY}` }),
  'claude-auth': claude({ authorization: `Bearer ${TESTED_KEY}` }),
  codex: {
    line: 'POST /v1/responses',
    headers: { authorization: `Bearer ${TESTED_KEY}` },
    body: (model) => ({ model, stream: true, store: false, input: [{ type: 'message', role: 'user' }] }),
  },
  'openai-compatible': {
    line: 'POST /v1/chat/completions',
    headers: { authorization: `Bearer ${TESTED_KEY}` },
    body: (model) => ({ model, stream: true, stream_options: { include_usage: true } }),
  },
  gemini: gemini({}),
  'gemini-cli': gemini({ 'x-goog-api-client': 'GeminiCLI/1.0' }),
};

describe('the request', () => {
  it('is changed as those of clients are', async () => {
    const model = unique('changed');
    const result = await rig.testDraft({
      type: 'openai-compatible',
      url: `${rig.upstream.url}/base/v4?api-version=7`,
      model: 'asked-model',
      modelRedirects: [{ match: 'regex', pattern: '^asked-(.*)$', target: `${model}-$1` }],
      parameterOverrides: { stream_options: null, max_tokens: 7, extra: { deep: true } },
      customHeaders: { 'User-Agent': 'custom/1', 'X-Team': 'platform' },
    });
    const sent = `${model}-model`;
    expect(result).toMatchObject({ ok: true, upstreamModel: sent, model: sent });
    const { url, rawHeaders, body } = rig.upstream.seen(sent);
    expect(url).toBe('/base/v4/chat/completions?api-version=7');
    expect(JSON.parse(body.toString('utf8'))).toEqual({
      model: sent,
      messages: [{ role: 'user', content: expect.any(String) }],
      stream: true,
      max_tokens: 7,
      extra: { deep: true },
    });
    expect(valuesOf(rawHeaders, 'user-agent')).toEqual(['custom/1']);
    expect(valuesOf(rawHeaders, 'x-team')).toEqual(['platform']);
    expect(valuesOf(rawHeaders, 'content-length')).toEqual([String(body.length)]);
  });

  it('goes out under the redirected name of a Gemini model', async () => {
    const model = unique('gem');
    const redirect = { match: 'exact', pattern: 'gemini-9', target: `models/${model}` };
    const result = await rig.testDraft({ type: 'gemini', model: 'gemini-9', modelRedirects: [redirect] });
    expect(result).toMatchObject({ ok: true, upstreamModel: `models/${model}`, model });
    expect(rig.upstream.seen(model).url).toContain(`/v1beta/models/${model}:`);
  });

  it('goes out under whatever a redirect makes of a name', async () => {
    const redirect = { match: 'regex', pattern: '^(.)', target: '$1' };
    const fields = { type: 'gemini', model: '\u{1f680}', modelRedirects: [redirect] };
    expect(await rig.testDraft(fields)).toMatchObject({ ok: true, upstreamModel: '\ufffd' });
  });

  const byName = [
    { match: 'prefix', pattern: 'first' },
    { match: 'exact', pattern: 'second' },
    { match: 'exact', pattern: 'third' },
  ];
  it.each<[string, object, string | undefined, string]>([
    ['the model that is given', byName, 'given', 'given'],
    ['else the first that is allowed by its whole name', byName, undefined, 'second'],
    ['else a well-known one', [], undefined, 'claude-haiku-4-5'],
  ])('is for %s', async (_, allowedModels, model, expected) => {
    const saved = await rig.create({ allowedModels });
    expect((await rig.testSaved(saved, model ? { model } : undefined)).upstreamModel).toBe(expected);
    expect((await rig.testDraft({ allowedModels, model })).upstreamModel).toBe(expected);
  });
});
