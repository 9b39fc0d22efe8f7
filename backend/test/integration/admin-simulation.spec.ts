import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedKeyView } from '../../src/keys/key.dto';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import type { SimulatedProviderView, SimulationView } from '../../src/routing/simulation.dto';
import type { UserView } from '../../src/users/user.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { unique } from '../support/hub-rig';
import { ProviderDesk } from '../support/provider-desk';

const CLAUDE_CODE = 'claude-cli/2.1.330 (external, cli)';

let app: AdminApp;
let desk: ProviderDesk;
beforeAll(async () => {
  app = await startAdminApp();
  desk = new ProviderDesk(app);
});
afterAll(() => app?.stop());

/** A group of its own, so that nothing but its own providers counts. */
async function group(): Promise<string> {
  const name = unique('group');
  expect((await app.client.post('/api/v1/provider-groups', { name })).status).toBe(201);
  return name;
}

async function simulate(fields: object): Promise<SimulationView> {
  const draft = { format: 'anthropic', model: 'claude-opus-5', userAgent: CLAUDE_CODE, ...fields };
  const answer = await app.client.post<SimulationView>('/api/v1/providers/simulate', draft);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
}

const entryOf = ({ providers }: SimulationView, { id }: ProviderView): SimulatedProviderView | undefined =>
  providers.find(({ providerId }) => providerId === id);

async function caller(user: object = {}, key: object = {}): Promise<{ keyId: number; userId: number }> {
  const { body: created } = await app.client.post<UserView>('/api/v1/users', {
    name: unique('user'),
    ...user,
  });
  const path = `/api/v1/users/${created.id}/keys`;
  const { body: issued } = await app.client.post<IssuedKeyView>(path, { name: 'key', ...key });
  return { keyId: issued.id, userId: created.id };
}

/** `HH:mm` so many minutes from now, in the system's time zone, which is UTC here. */
const clockTime = (minutes: number) =>
  new Date(app.clock.now() + minutes * 60_000).toISOString().slice(11, 16);

describe('candidates', () => {
  it('share the chances by weight, before reserves of lower priority', async () => {
    const groups = [await group()];
    const light = await desk.create({ groups, weight: 1, priority: 1 });
    const heavy = await desk.create({ groups, weight: 3, priority: 1 });
    const reserve = await desk.create({ groups, weight: 9, priority: 2 });
    const simulation = await simulate({ groups });
    expect(simulation).toMatchObject({ groups, refusal: null });
    expect(simulation.providers.slice(0, 3)).toEqual([
      entry(heavy, { standing: 'candidate', priority: 1, weight: 3, probability: 0.75 }),
      entry(light, { standing: 'candidate', priority: 1, weight: 1, probability: 0.25 }),
      entry(reserve, { standing: 'reserve', priority: 2, weight: 9, probability: 0 }),
    ]);
    expect(simulation.providers.slice(3).every(({ standing }) => standing === 'skipped')).toBe(true);
  });

  const entry = ({ id, name }: ProviderView, fields: object) => ({
    providerId: id,
    providerName: name,
    providerType: 'claude',
    reason: null,
    circuit: 'closed',
    model: 'claude-opus-5',
    ...fields,
  });

  it('have the priority of the caller’s group', async () => {
    const [premium, other] = [await group(), await group()];
    const groups = [premium, other];
    const first = await desk.create({ groups, priority: 0 });
    const second = await desk.create({ groups, priority: 5, groupPriorities: { [premium]: 0 } });
    const forPremium = await simulate({ groups: [premium] });
    expect(entryOf(forPremium, first)).toMatchObject({ standing: 'candidate', probability: 0.5 });
    expect(entryOf(forPremium, second)).toMatchObject({ standing: 'candidate', priority: 0 });
    const forOther = await simulate({ groups: [other] });
    expect(entryOf(forOther, first)).toMatchObject({ standing: 'candidate', probability: 1 });
    expect(entryOf(forOther, second)).toMatchObject({ standing: 'reserve', priority: 5 });
  });

  it('show the model that they would be asked for', async () => {
    const groups = [await group()];
    const modelRedirects = [{ match: 'regex', pattern: '^claude-(\\w+)-5$', target: 'vendor-$1' }];
    const provider = await desk.create({ groups, modelRedirects });
    expect(entryOf(await simulate({ groups }), provider)).toMatchObject({ model: 'vendor-opus' });
  });

  it('change with the configuration', async () => {
    const groups = [await group()];
    const provider = await desk.create({ groups });
    expect(entryOf(await simulate({ groups }), provider)?.standing).toBe('candidate');
    await desk.patch(provider, { weight: 0 });
    expect(entryOf(await simulate({ groups }), provider)).toMatchObject({
      standing: 'skipped',
      reason: 'drained',
    });
    await app.client.delete(desk.pathOf(provider));
    expect(entryOf(await simulate({ groups }), provider)).toBeUndefined();
  });
});

describe('a provider is skipped', () => {
  it.each<[string, () => object]>([
    ['disabled', () => ({ isEnabled: false })],
    ['format', () => ({ type: 'codex' })],
    ['group', () => ({ groups: ['default'] })],
    ['model', () => ({ allowedModels: [{ match: 'prefix', pattern: 'claude-haiku' }] })],
    ['client', () => ({ allowedClients: ['codex-cli'] })],
    ['client', () => ({ blockedClients: ['claude-code'] })],
    ['client', () => ({ allowedClients: ['claude-code'], blockedClients: ['claude-cli/*(external, cli)'] })],
    ['hours', () => ({ activeTimeStart: clockTime(60), activeTimeEnd: clockTime(120) })],
    ['hours', () => ({ activeTimeStart: clockTime(60), activeTimeEnd: clockTime(-60) })],
    ['drained', () => ({ weight: 0 })],
  ])('because of %s', async (reason, fields) => {
    const groups = [await group()];
    const provider = await desk.create({ groups, ...fields() });
    const ready = await desk.create({ groups });
    const simulation = await simulate({ groups });
    expect(entryOf(simulation, provider)).toMatchObject({ standing: 'skipped', reason, probability: 0 });
    expect(entryOf(simulation, ready)).toMatchObject({ standing: 'candidate', reason: null, probability: 1 });
  });

  it.each<[string, () => object]>([
    ['a window around now', () => ({ activeTimeStart: clockTime(-60), activeTimeEnd: clockTime(60) })],
    ['a window that ends where it begins', () => ({ activeTimeStart: '00:00', activeTimeEnd: '00:00' })],
    ['an allowed client', () => ({ allowedClients: ['claude-code-cli'] })],
    ['another blocked client', () => ({ blockedClients: ['curl/*'] })],
    ['one of several allowed models', () => ({ allowedModels: MODELS })],
  ])('not because of %s', async (_, fields) => {
    const groups = [await group()];
    const provider = await desk.create({ groups, ...fields() });
    expect(entryOf(await simulate({ groups }), provider)).toMatchObject({ standing: 'candidate' });
  });

  const MODELS = [
    { match: 'exact', pattern: 'x' },
    { match: 'suffix', pattern: '-opus-5' },
  ];

  it('while its circuit breaker is open, and tried after that', async () => {
    const groups = [await group()];
    const provider = await desk.create({ groups, circuitBreakerOpenDuration: 60_000 });
    await app.client.post(`${desk.pathOf(provider)}/circuit/open`);
    expect(entryOf(await simulate({ groups }), provider)).toMatchObject({
      standing: 'skipped',
      reason: 'circuit_open',
      circuit: 'open',
    });
    app.clock.advance(60_001);
    expect(entryOf(await simulate({ groups }), provider)).toMatchObject({
      standing: 'candidate',
      circuit: 'half-open',
    });
    await app.client.post(`${desk.pathOf(provider)}/circuit/reset`);
    expect(entryOf(await simulate({ groups }), provider)).toMatchObject({ circuit: 'closed' });
  });
});

describe('the caller', () => {
  it('has the groups of the key, else of the user, else the default one', async () => {
    const [ofKey, ofUser] = [await group(), await group()];
    const both = await caller({ providerGroups: [ofUser] }, { providerGroups: [ofKey] });
    const user = await caller({ providerGroups: [ofUser] });
    const neither = await caller();
    expect((await simulate({ keyId: both.keyId })).groups).toEqual([ofKey]);
    expect((await simulate({ keyId: user.keyId })).groups).toEqual([ofUser]);
    expect((await simulate({ keyId: neither.keyId })).groups).toEqual(['default']);
    expect((await simulate({})).groups).toEqual(['default']);
    expect((await simulate({ keyId: both.keyId, groups: [ofUser] })).groups).toEqual([ofKey]);
  });

  it.each<[string | null, object, object]>([
    ['model_not_allowed', { allowedModels: ['claude-haiku-5'] }, {}],
    [null, { allowedModels: ['CLAUDE-opus-5'] }, {}],
    ['key_disabled', {}, { isEnabled: false }],
    ['user_disabled', { isEnabled: false }, {}],
    ['key_expired', {}, { expiresAt: '2020-01-01T00:00:00Z' }],
    ['user_expired', { expiresAt: '2020-01-01T00:00:00Z' }, {}],
    [null, {}, {}],
  ])('is refused: %s', async (refusal, user, key) => {
    const { keyId } = await caller(user, key);
    expect((await simulate({ keyId })).refusal).toBe(refusal);
  });

  it('must be one', async () => {
    const { keyId } = await caller();
    await app.client.delete(`/api/v1/keys/${keyId}`);
    for (const unknown of [keyId, 999_999]) {
      const draft = { format: 'anthropic', model: 'm', keyId: unknown };
      const { status, body } = await app.client.post('/api/v1/providers/simulate', draft);
      expect(status).toBe(400);
      expect(body.errors).toEqual([{ path: 'keyId', code: 'not_a_choice', message: 'is no key' }]);
    }
  });

  it.each([
    [CLAUDE_CODE, ['claude-code', 'claude-code-cli']],
    ['codex_cli_rs/0.130.0 (Linux; x86_64)', ['codex-cli', 'codex-cli-rs']],
    ['curl/8.9.0', []],
    [undefined, []],
  ])('is known by its software %s', async (userAgent, names) => {
    expect((await simulate({ userAgent })).clientNames).toEqual(names);
  });
});

it.each([
  [{ format: undefined }, 'format', 'required'],
  [{ format: 'smtp' }, 'format', 'not_a_choice'],
  [{ model: undefined }, 'model', 'required'],
  [{ model: '' }, 'model', 'too_short'],
  [{ keyId: 0 }, 'keyId', 'out_of_range'],
  [{ keyId: '1' }, 'keyId', 'wrong_type'],
  [{ groups: 'default' }, 'groups', 'wrong_type'],
  [{ userAgent: 'x'.repeat(513) }, 'userAgent', 'too_long'],
  [{ seed: 1 }, 'seed', 'unknown_field'],
])('refuses %j: %s is %s', async (fields, path, code) => {
  const draft = { format: 'anthropic', model: 'm', ...fields };
  const { status, body } = await app.client.post('/api/v1/providers/simulate', draft);
  expect(status).toBe(400);
  expect(body.errors[0]).toEqual({ path, code, message: expect.any(String) });
});
