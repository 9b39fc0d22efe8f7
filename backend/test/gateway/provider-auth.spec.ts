import type { ProviderType } from '@cch/contracts/provider-types';
import type { WireFormat } from '@cch/contracts/wire-formats';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { valuesOf } from '../support/client';
import { dialectOf } from '../support/fake-upstream-dialects';
import { Rig, unique } from '../support/hub-rig';

// Every host name is this machine, so that a provider can live at api.anthropic.com.
const EVERY_NAME_IS_LOCAL =
  "import dns from 'node:dns'; const lookup = dns.lookup; " +
  "dns.lookup = (name, options, done) => lookup('127.0.0.1', options, done);";

let rig: Rig;
beforeAll(async () => {
  const preload = `--import=data:text/javascript,${encodeURIComponent(EVERY_NAME_IS_LOCAL)}`;
  rig = await Rig.start({ env: { NODE_OPTIONS: preload } });
});
afterAll(() => rig?.stop());

const CREDENTIAL_HEADERS = ['x-api-key', 'authorization', 'x-goog-api-key', 'x-goog-api-client'];

interface Case {
  readonly type: ProviderType;
  readonly format: WireFormat;
  readonly key: string;
  readonly host: string;
  readonly sees: Readonly<Record<string, string>>;
}

const CASES: readonly Case[] = [
  {
    type: 'claude',
    format: 'anthropic',
    key: 'sk-a',
    host: 'relay.example',
    sees: { 'x-api-key': 'sk-a', authorization: 'Bearer sk-a' },
  },
  {
    type: 'claude',
    format: 'anthropic',
    key: 'sk-b',
    host: 'api.anthropic.com',
    sees: { 'x-api-key': 'sk-b' },
  },
  {
    type: 'claude',
    format: 'anthropic',
    key: 'sk-c',
    host: 'api.anthropic.com.relay.example',
    sees: { 'x-api-key': 'sk-c', authorization: 'Bearer sk-c' },
  },
  {
    type: 'claude-auth',
    format: 'anthropic',
    key: 'sk-d',
    host: 'relay.example',
    sees: { authorization: 'Bearer sk-d' },
  },
  {
    type: 'codex',
    format: 'openai-responses',
    key: 'sk-e',
    host: 'relay.example',
    sees: { authorization: 'Bearer sk-e' },
  },
  {
    type: 'openai-compatible',
    format: 'openai-chat',
    key: 'sk-f',
    host: 'relay.example',
    sees: { authorization: 'Bearer sk-f' },
  },
  {
    type: 'gemini',
    format: 'gemini',
    key: 'AIza',
    host: 'relay.example',
    sees: { 'x-goog-api-key': 'AIza' },
  },
  {
    type: 'gemini',
    format: 'gemini',
    key: 'ya29.token',
    host: 'relay.example',
    sees: { authorization: 'Bearer ya29.token' },
  },
  {
    type: 'gemini-cli',
    format: 'gemini',
    key: 'AIzb',
    host: 'relay.example',
    sees: { 'x-goog-api-key': 'AIzb', 'x-goog-api-client': 'GeminiCLI/1.0' },
  },
  {
    type: 'gemini-cli',
    format: 'gemini',
    key: 'ya29.other',
    host: 'relay.example',
    sees: { authorization: 'Bearer ya29.other', 'x-goog-api-client': 'GeminiCLI/1.0' },
  },
];

it.each(CASES)(
  '$type at $host with the key $key sees exactly $sees',
  async ({ type, format, key, host, sees }) => {
    const url = `http://${host}:${rig.upstream.port}`;
    const lane = await rig.lane({ type, url, key });
    const model = unique('auth');
    // The client presents its key in every place; none of it may survive.
    const got = await rig.ask(dialectOf(format), model, {
      key: lane.key,
      headers: ['x-api-key', lane.key, 'x-goog-api-key', lane.key],
    });
    expect(got.status).toBe(200);
    const { rawHeaders, headers } = rig.upstream.seen(model);
    const seen = CREDENTIAL_HEADERS.flatMap((name) => {
      const values = valuesOf(rawHeaders, name);
      return values.length === 0 ? [] : [[name, values.join(' | ')]];
    });
    expect(Object.fromEntries(seen)).toEqual(sees);
    expect(headers.host).toBe(new URL(url).host);
    expect(await rig.rowOf(got)).toMatchObject({ provider_id: lane.providerId, provider_type: type });
  },
);

it('sends gemini-cli’s own client name once, whatever the SDK calls itself', async () => {
  const lane = await rig.lane({ type: 'gemini-cli', url: rig.upstream.url, key: 'AIzc' });
  const model = unique('auth');
  await rig.ask(dialectOf('gemini'), model, {
    key: lane.key,
    headers: ['X-Goog-Api-Client', 'google-genai-sdk/3.1.0 gl-node/v24'],
  });
  expect(valuesOf(rig.upstream.seen(model).rawHeaders, 'x-goog-api-client')).toHaveLength(1);
});
