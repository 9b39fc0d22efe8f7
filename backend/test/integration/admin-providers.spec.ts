import { afterAll, beforeAll, expect, it } from 'vitest';
import { SecretBox } from '../../src/platform/secrets/secret-box';
import type { ProviderPage, ProviderView } from '../../src/providers/provider-page.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { NO_SPEND_LIMITS } from '../support/no-limits';

const KEY = 'sk-ant-planted-0c7d5e9f';

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp();
});
afterAll(() => app.stop());

let number = 0;
const draft = (fields: object = {}) => {
  number += 1;
  return { name: `provider ${number}`, type: 'claude', url: 'https://api.example.com', key: KEY, ...fields };
};
const create = (fields: object = {}) => app.client.post<ProviderView>('/api/v1/providers', draft(fields));
const openKey = async (id: number) => {
  const rows: { sealed_key: string }[] = await app.database.query(
    'SELECT sealed_key FROM providers WHERE id = $1',
    [id],
  );
  expect(rows[0]?.sealed_key).not.toContain('planted');
  return new SecretBox(app.config.ENCRYPTION_KEY).open(rows[0]?.sealed_key ?? '');
};

it('is created with defaults, and its key is sealed', async () => {
  const created = await create({ name: 'Anthropic' });
  expect(created.status).toBe(201);
  expect(created.headers.location).toBe(`/api/v1/providers/${created.body.id}`);
  expect(created.body).toEqual({
    id: expect.any(Number),
    name: 'Anthropic',
    type: 'claude',
    url: 'https://api.example.com',
    keyHint: '5e9f',
    isEnabled: true,
    weight: 1,
    priority: 0,
    costMultiplier: '1',
    groups: [],
    allowedModels: [],
    groupPriorities: {},
    modelRedirects: [],
    parameterOverrides: {},
    customHeaders: {},
    allowedClients: [],
    blockedClients: [],
    activeTimeStart: null,
    activeTimeEnd: null,
    maxRetryAttempts: 2,
    circuitBreakerFailureThreshold: 5,
    circuitBreakerOpenDuration: 1_800_000,
    circuitBreakerHalfOpenSuccessThreshold: 2,
    proxyUrl: null,
    proxyFallbackToDirect: false,
    timeoutFirstByte: 30_000,
    timeoutIdle: 60_000,
    timeoutRequest: 120_000,
    ...NO_SPEND_LIMITS,
    notes: '',
    createdAt: expect.stringMatching(/Z$/),
    updatedAt: expect.stringMatching(/Z$/),
  });
  expect(await openKey(created.body.id)).toBe(KEY);
});

it('takes every field', async () => {
  const fields = {
    type: 'gemini-cli',
    url: 'http://127.0.0.1:9999/base?region=eu',
    isEnabled: false,
    weight: 0,
    priority: 7,
    costMultiplier: '0.1250',
    groups: ['default'],
    allowedModels: [
      { match: 'regex', pattern: '^gemini-[23]' },
      { match: 'exact', pattern: 'x' },
    ],
    timeoutFirstByte: 0,
    timeoutIdle: 1,
    timeoutRequest: 3_600_000,
    notes: 'two\nlines',
  };
  expect((await create(fields)).body).toMatchObject({ ...fields, costMultiplier: '0.125' });
});

it('changes only what a patch names; a new key replaces the old one', async () => {
  const { body: before } = await create({ notes: 'keep' });
  const path = `/api/v1/providers/${before.id}`;
  const patched = await app.client.patch<ProviderView>(path, { weight: 5, costMultiplier: 2.5 });
  expect(patched.body).toEqual({
    ...before,
    weight: 5,
    costMultiplier: '2.5',
    updatedAt: patched.body.updatedAt,
  });
  expect(await openKey(before.id)).toBe(KEY);
  const rekeyed = await app.client.patch<ProviderView>(path, { key: '{"access_token":"ya29.planted"}' });
  expect(rekeyed.body.keyHint).toBe('ed"}');
  expect(await openKey(before.id)).toBe('{"access_token":"ya29.planted"}');
});

it('ends by deletion, and frees its name', async () => {
  const { body: provider } = await create({ name: 'short-lived' });
  const path = `/api/v1/providers/${provider.id}`;
  expect((await app.client.delete(path)).status).toBe(204);
  expect((await app.client.get(path)).status).toBe(404);
  expect((await app.client.patch(path, { weight: 2 })).status).toBe(404);
  expect((await app.client.delete(path)).status).toBe(404);
  expect((await create({ name: 'SHORT-LIVED' })).status).toBe(201);
  expect((await app.client.post('/api/v1/providers', draft({ name: 'short-lived' }))).body.code).toBe(
    'name_taken',
  );
});

it.each([
  [{ type: 'openai' }, 'type', 'not_a_choice'],
  [{ url: 'ftp://example.com' }, 'url', 'invalid_url'],
  [{ url: 'example.com' }, 'url', 'invalid_url'],
  [{ url: 'javascript:alert(1)' }, 'url', 'invalid_url'],
  [{ url: 'https://' }, 'url', 'invalid_url'],
  [{ url: 'https://user:pass@example.com' }, 'url', 'invalid_url'],
  [{ url: 'https://user@example.com' }, 'url', 'invalid_url'],
  [{ url: 'https://example.com/#x' }, 'url', 'invalid_url'],
  [{ url: `https://example.com/${'x'.repeat(2048)}` }, 'url', 'too_long'],
  [{ key: undefined }, 'key', 'required'],
  [{ key: '  ' }, 'key', 'too_short'],
  [{ key: 'two words' }, 'key', 'bad_characters'],
  [{ key: 'line\r\nX-Injected: 1' }, 'key', 'bad_characters'],
  [{ key: 'schlüssel' }, 'key', 'bad_characters'],
  [{ key: '{not json' }, 'key', 'bad_characters'],
  [{ weight: 101 }, 'weight', 'out_of_range'],
  [{ weight: -1 }, 'weight', 'out_of_range'],
  [{ weight: 1.5 }, 'weight', 'wrong_type'],
  [{ weight: '1' }, 'weight', 'wrong_type'],
  [{ priority: -1 }, 'priority', 'out_of_range'],
  [{ costMultiplier: -0.5 }, 'costMultiplier', 'out_of_range'],
  [{ costMultiplier: '1000.1' }, 'costMultiplier', 'out_of_range'],
  [{ costMultiplier: 'NaN' }, 'costMultiplier', 'bad_format'],
  [{ costMultiplier: 'Infinity' }, 'costMultiplier', 'bad_format'],
  [{ costMultiplier: '1e3' }, 'costMultiplier', 'bad_format'],
  [{ costMultiplier: 0.00001 }, 'costMultiplier', 'bad_format'],
  [{ costMultiplier: '1.23456' }, 'costMultiplier', 'bad_format'],
  [{ costMultiplier: true }, 'costMultiplier', 'wrong_type'],
  [{ groups: ['nope', 'default', 'neither'] }, 'groups[0]', 'unknown_group'],
  [{ allowedModels: {} }, 'allowedModels', 'wrong_type'],
  [{ allowedModels: ['gpt'] }, 'allowedModels[0]', 'wrong_type'],
  [{ allowedModels: [{ match: 'regex', pattern: '(' }] }, 'allowedModels[0].pattern', 'invalid_regex'],
  [{ allowedModels: [{ match: 'exact', pattern: '' }] }, 'allowedModels[0].pattern', 'too_short'],
  [{ allowedModels: [{ match: 'glob', pattern: 'x' }] }, 'allowedModels[0].match', 'not_a_choice'],
  [{ allowedModels: [{ match: 'exact', pattern: 'x', y: 1 }] }, 'allowedModels[0].y', 'unknown_field'],
  [{ timeoutIdle: 3_600_001 }, 'timeoutIdle', 'out_of_range'],
  [{ sealedKey: 'v1.x' }, 'sealedKey', 'unknown_field'],
])('refuses %j: %s is %s', async (fields, path, code) => {
  const answer = await app.client.post('/api/v1/providers', draft(fields));
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0]).toEqual({ path, code, message: expect.any(String) });
});

it('reports every model rule at fault', async () => {
  const { body } = await app.client.post(
    '/api/v1/providers',
    draft({ allowedModels: [{ match: 'exact', pattern: 'ok' }, { match: 'regex', pattern: '[' }, {}] }),
  );
  expect(body.errors.map((error) => `${error.path} ${error.code}`)).toEqual([
    'allowedModels[1].pattern invalid_regex',
    'allowedModels[2].match required',
    'allowedModels[2].pattern required',
  ]);
});

it('filters and orders the list', async () => {
  await create({ name: 'list a', priority: 3, url: 'https://needle.example.com', groups: ['default'] });
  await create({ name: 'list b', priority: 1, type: 'codex', isEnabled: false });
  await create({ name: 'list c', priority: 2, notes: 'needle' });
  const names = async (query: string) => {
    const { body } = await app.client.get<ProviderPage>(`/api/v1/providers?limit=200&${query}`);
    return body.items.map((provider) => provider.name).filter((name) => name.startsWith('list'));
  };
  expect(await names('')).toEqual(['list a', 'list b', 'list c']);
  expect(await names('sort=-name')).toEqual(['list c', 'list b', 'list a']);
  expect(await names('sort=priority')).toEqual(['list b', 'list c', 'list a']);
  expect(await names('q=NEEDLE')).toEqual(['list a', 'list c']);
  expect(await names('type=codex')).toEqual(['list b']);
  expect(await names('group=default')).toEqual(['list a']);
  expect(await names('isEnabled=false')).toEqual(['list b']);
});

it('never answers with the key', () => {
  for (const answer of app.client.answers) {
    expect(answer.text).not.toContain('planted');
    expect(answer.text).not.toContain('v1.');
  }
});
