import type { WireFormat } from '@cch/contracts/wire-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, json, requestIdOf, send } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { addCaller, Rig, unique } from '../support/hub-rig';

let rig: Rig;
beforeAll(async () => {
  rig = await Rig.start();
});
afterAll(() => rig?.stop());

function list(path: string, headers: readonly string[]): Promise<Got> {
  return send(rig.hub.url, { method: 'GET', path, headers });
}

/** What each client asks for and how it names the models in the answer. */
const CLIENTS: readonly {
  readonly name: string;
  readonly format: WireFormat;
  readonly path: string;
  readonly headers: readonly string[];
  readonly keyHeader: string;
  readonly names: (body: Record<string, unknown>) => unknown[];
}[] = [
  {
    name: 'Claude Code',
    format: 'anthropic',
    path: '/v1/models?limit=1000',
    headers: ['anthropic-version', '2023-06-01'],
    keyHeader: 'x-api-key',
    names: ({ data }) => (data as { id: string; type: 'model' }[]).map(({ id }) => id),
  },
  {
    name: 'an OpenAI SDK',
    format: 'openai-chat',
    path: '/v1/models',
    headers: [],
    keyHeader: 'x-api-key',
    names: ({ data }) => (data as { id: string }[]).map(({ id }) => id),
  },
  {
    name: 'Gemini CLI',
    format: 'gemini',
    path: '/v1beta/models',
    headers: [],
    keyHeader: 'x-goog-api-key',
    names: ({ models }) => (models as { name: string }[]).map(({ name }) => name),
  },
  {
    name: 'a Google SDK at v1',
    format: 'gemini',
    path: '/v1/models',
    headers: [],
    keyHeader: 'x-goog-api-key',
    names: ({ models }) => (models as { name: string }[]).map(({ name }) => name),
  },
];

describe.each(CLIENTS)('the models for $name', ({ format, path, headers, keyHeader, names }) => {
  it('are those its providers list themselves', async () => {
    const got = await list(path, [...headers, keyHeader, rig.key]);
    expect(got.status).toBe(200);
    expect(got.headers['content-type']).toMatch(/^application\/json/);
    expect(names(json(got))).toEqual(
      format === 'gemini' ? ['models/gemini-listed'] : ['listed-a', 'listed-b'],
    );
  });

  it('are only those that the user may ask for', async () => {
    const { key } = await addCaller(rig.hub, { allowedModels: ['LISTED-B'] });
    const got = await list(path, [...headers, keyHeader, key]);
    expect(names(json(got))).toEqual(format === 'gemini' ? [] : ['listed-b']);
  });

  it('are nobody else’s business, and leave no row', async () => {
    const got = await list(path, [...headers, keyHeader, 'wrong']);
    expectHubError(got, format, { status: 401, code: 'invalid_key' });
    expect(await rig.ledger.rowsOf(requestIdOf(got))).toEqual([]);
  });
});

it('have the fields their clients read', async () => {
  const anthropic = json(await list('/v1/models', ['anthropic-version', '2023-06-01', 'x-api-key', rig.key]));
  expect(anthropic).toMatchObject({
    has_more: false,
    first_id: 'listed-a',
    last_id: 'listed-b',
    data: [
      {
        type: 'model',
        id: 'listed-a',
        display_name: expect.any(String),
        created_at: expect.stringMatching(/Z$/),
      },
      {},
    ],
  });
  const openai = json(await list('/v1/models', ['authorization', `Bearer ${rig.key}`]));
  expect(openai).toMatchObject({
    object: 'list',
    data: [
      { id: 'listed-a', object: 'model', created: expect.any(Number), owned_by: expect.any(String) },
      {},
    ],
  });
  const gemini = json(await list(`/v1beta/models?key=${rig.key}`, []));
  expect(gemini).toMatchObject({
    models: [
      {
        name: 'models/gemini-listed',
        supportedGenerationMethods: expect.arrayContaining(['generateContent']),
      },
    ],
  });
  const codex = json(await list('/v1/models?client_version=0.169.0', ['authorization', `Bearer ${rig.key}`]));
  expect(codex).toEqual({ models: expect.any(Array) });
});

it('are those a provider’s own rules name, without asking it', async () => {
  const rules = [
    { match: 'exact', pattern: 'mine-2' },
    { match: 'exact', pattern: 'mine-1' },
  ];
  const lane = await rig.lane({ type: 'claude', url: 'http://127.0.0.1:9', allowedModels: rules });
  const got = await list('/v1/models', ['anthropic-version', '2023-06-01', 'x-api-key', lane.key]);
  expect((json(got)['data'] as { id: string }[]).map(({ id }) => id)).toEqual(['mine-1', 'mine-2']);
});

it('are none when the provider cannot be reached or talks nonsense, and the answer stays well formed', async () => {
  const lane = await rig.lane({ type: 'openai-compatible', url: 'http://127.0.0.1:9' });
  const got = await list('/v1/models', ['authorization', `Bearer ${lane.key}`]);
  expect(got.status).toBe(200);
  expect(json(got)).toEqual({ object: 'list', data: [] });
});

it('never take the hub’s key upstream', async () => {
  const lane = await rig.lane({ type: 'gemini', url: rig.upstream.url, key: unique('AIza') });
  await list(`/v1beta/models?key=${lane.key}&pageSize=5`, ['x-goog-api-key', lane.key]);
  const asked = rig.upstream.exchangesFor('').map(({ seen }) => JSON.stringify([seen.url, seen.rawHeaders]));
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.join('\n')).not.toContain(lane.key);
});
