import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderGroupView } from '../../src/providers/provider-group.dto';
import type { ProviderPage } from '../../src/providers/provider-page.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { ProviderDesk } from '../support/provider-desk';

let app: AdminApp;
let desk: ProviderDesk;
beforeAll(async () => {
  app = await startAdminApp();
  desk = new ProviderDesk(app);
  for (const name of ['premium', 'batch']) await app.client.post('/api/v1/provider-groups', { name });
});
afterAll(() => app?.stop());

const FIELDS = {
  groupPriorities: { premium: 0, batch: 1_000_000 },
  modelRedirects: [
    { match: 'regex', pattern: '^claude-(\\w+)-(\\d+)$', target: 'vendor/$1-v$2' },
    { match: 'prefix', pattern: 'gpt-', target: 'glm-5' },
  ],
  parameterOverrides: {
    max_tokens: 32_000,
    metadata: null,
    thinking: { type: 'enabled', budget: [1, 2.5, 'three', null, { four: true }] },
    temperature: 0,
    list: [],
  },
  customHeaders: { 'X-Team': 'platform ü', 'x-empty': '' },
  allowedClients: ['claude-code', 'codex*'],
  blockedClients: ['curl/*'],
  activeTimeStart: '22:00',
  activeTimeEnd: '00:00',
  maxRetryAttempts: 10,
  circuitBreakerFailureThreshold: 0,
  circuitBreakerOpenDuration: 86_400_000,
  circuitBreakerHalfOpenSuccessThreshold: 100,
  proxyUrl: 'socks5h://127.0.0.1:1080',
  proxyFallbackToDirect: true,
};

it('takes every field, and shows it the same everywhere', async () => {
  const created = await desk.create(FIELDS);
  expect(created).toMatchObject(FIELDS);
  expect(await desk.read(created)).toEqual(created);
  const { body } = await app.client.get<ProviderPage>('/api/v1/providers?limit=200');
  expect(body.items).toContainEqual(created);
});

// Half of a window alone is refused.
const { activeTimeStart, activeTimeEnd, ...single } = FIELDS;
const changes = [
  ...Object.entries(single).map((entry) => [entry]),
  Object.entries({ activeTimeStart, activeTimeEnd }),
];

it.each(changes.map((entries) => [entries.map(([name]) => name).join(', '), Object.fromEntries(entries)]))(
  'changes by itself: %s',
  async (_, fields) => {
    const before = await desk.create();
    const changed = await desk.patch(before, fields);
    expect(changed).toEqual({ ...before, ...fields, updatedAt: changed.updatedAt });
    const after = await desk.patch(changed, { notes: 'something else' });
    expect(after).toEqual({ ...changed, notes: 'something else', updatedAt: after.updatedAt });
  },
);

it('forgets what is set back', async () => {
  const empty = {
    groupPriorities: {},
    modelRedirects: [],
    parameterOverrides: {},
    customHeaders: {},
    allowedClients: [],
    blockedClients: [],
    activeTimeStart: null,
    activeTimeEnd: null,
    proxyUrl: null,
  };
  expect(await desk.patch(await desk.create(FIELDS), empty)).toMatchObject(empty);
});

it('takes overrides of many levels, and texts that only look like escapes', async () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : { in: nested(depth - 1) });
  const parameterOverrides = {
    x: nested(32),
    stop: ['\\u0000', '\\\\ud800', 'C:\\users', '\u{1f680}', '\n'],
  };
  expect((await desk.create({ parameterOverrides })).parameterOverrides).toEqual(parameterOverrides);
});

describe('the daily hours', () => {
  const hours = { activeTimeStart: '22:00', activeTimeEnd: '06:30' };

  it('change one end at a time once there are two', async () => {
    const provider = await desk.create(hours);
    expect(await desk.patch(provider, { activeTimeEnd: '07:00' })).toMatchObject({
      ...hours,
      activeTimeEnd: '07:00',
    });
    expect(await desk.patch(provider, { activeTimeStart: '00:00' })).toMatchObject({
      activeTimeStart: '00:00',
    });
  });

  it.each(['activeTimeStart', 'activeTimeEnd'])('do not lose %s alone', async (path) => {
    const provider = await desk.create(hours);
    const { status, body } = await app.client.patch(desk.pathOf(provider), { [path]: null });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ path, code: 'unpaired' }]);
    expect(await desk.patch(provider, { activeTimeStart: null, activeTimeEnd: null })).toMatchObject({
      activeTimeStart: null,
      activeTimeEnd: null,
    });
  });
});

describe('a group with a priority of its own', () => {
  const createGroup = async (name: string) =>
    (await app.client.post<ProviderGroupView>('/api/v1/provider-groups', { name })).body;
  const pathOfGroup = ({ id }: ProviderGroupView) => `/api/v1/provider-groups/${id}`;

  it('takes the priority along when it is renamed', async () => {
    const group = await createGroup('before');
    const provider = await desk.create({ groups: ['before'], groupPriorities: { before: 3, default: 1 } });
    const other = await desk.create({ groupPriorities: { default: 2 } });
    const renamed = await app.client.patch<ProviderGroupView>(pathOfGroup(group), { name: 'after' });
    expect(renamed.body).toMatchObject({ name: 'after', providerCount: 1 });
    expect(await desk.read(provider)).toMatchObject({
      groups: ['after'],
      groupPriorities: { after: 3, default: 1 },
    });
    expect((await desk.read(provider)).groupPriorities).not.toHaveProperty('before');
    expect((await desk.read(other)).groupPriorities).toEqual({ default: 2 });
  });

  it('is not deleted while a priority names it', async () => {
    const group = await createGroup('named');
    const provider = await desk.create({ groupPriorities: { named: 3 } });
    const refused = await app.client.delete(pathOfGroup(group));
    expect(refused).toMatchObject({ status: 409, body: { code: 'in_use', usedBy: { providers: 1 } } });
    await desk.patch(provider, { groupPriorities: {} });
    expect((await app.client.delete(pathOfGroup(group))).status).toBe(204);
  });
});
