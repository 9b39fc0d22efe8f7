import { afterAll, beforeAll, expect, it } from 'vitest';
import type {
  ProviderCircuitDetails,
  ProviderCircuitList,
  ProviderCircuitView,
} from '../../src/providers/provider-circuit.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { type BreakerProcess, startBreakerProcess } from '../support/breaker-process';
import { eventually } from '../support/hub-eventually';
import { type HubStores, openStores } from '../support/hub-stores';

const MINUTE = 60_000;
const POLICY = { failureThreshold: 5, openDurationMs: 30 * MINUTE, halfOpenSuccessThreshold: 2 };

// The admin API runs in one process, the gateway in another.
let stores: HubStores;
let app: AdminApp;
let gateway: BreakerProcess;
beforeAll(async () => {
  stores = await openStores();
  app = await startAdminApp({ DSN: stores.dsn, REDIS_URL: stores.redisUrl });
  gateway = await startBreakerProcess(stores, app.clock);
});
afterAll(async () => {
  await gateway?.stop();
  await app?.stop();
  await stores?.release();
});

let number = 0;
const create = async (): Promise<number> => {
  number += 1;
  const draft = { name: `provider ${number}`, type: 'claude', url: 'https://api.example.com', key: 'secret' };
  return (await app.client.post<{ id: number }>('/api/v1/providers', draft)).body.id;
};
const path = (id: number, rest = '') => `/api/v1/providers/${id}/circuit${rest}`;
const get = (id: number) => app.client.get<ProviderCircuitDetails>(path(id));
const gatewaySees = (id: number, state: string) =>
  eventually(
    `the gateway sees ${id} ${state}`,
    () => gateway.breakers.stateOf(id, POLICY) === state || undefined,
  );
const setThreshold = (id: number, threshold: number) =>
  app.database.query('UPDATE providers SET circuit_breaker_failure_threshold = $2 WHERE id = $1', [
    id,
    threshold,
  ]);

it('is closed and has no past at first', async () => {
  const id = await create();
  const answer = await get(id);
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    providerId: id,
    state: 'closed',
    failures: 0,
    successes: 0,
    openedAt: null,
    opensUntil: null,
    trials: 0,
    events: [],
  });
});

it('shows what the gateways have come to, and the event that led there', async () => {
  const id = await create();
  for (let failure = 0; failure < 5; failure += 1) {
    gateway.breakers.observe(id, POLICY, 'failure', {
      errorCode: 'server_error',
      requestId: '0199f1c2-7d3a-7c11-9d5e-2f6a8b4c1d90',
    });
  }
  const { body } = await eventually('it is open, with its event', async () => {
    const answer = await get(id);
    return answer.body.state === 'open' && answer.body.events.length > 0 ? answer : undefined;
  });
  const openedAt = Date.parse(body.openedAt ?? '');
  expect(body).toEqual({
    providerId: id,
    state: 'open',
    failures: 5,
    successes: 0,
    openedAt: new Date(openedAt).toISOString(),
    opensUntil: new Date(openedAt + 30 * MINUTE).toISOString(),
    trials: 0,
    events: [
      {
        at: expect.stringMatching(/Z$/),
        from: 'closed',
        to: 'open',
        cause: 'failures',
        failures: 5,
        errorCode: 'server_error',
        requestId: '0199f1c2-7d3a-7c11-9d5e-2f6a8b4c1d90',
      },
    ],
  });
});

it('opens and resets by hand, in force in the gateway at once', async () => {
  const id = await create();
  const opened = await app.client.post<ProviderCircuitView>(path(id, '/open'));
  expect(opened.status).toBe(200);
  expect(opened.body).toMatchObject({ providerId: id, state: 'open', failures: 0 });
  expect(Date.parse(opened.body.opensUntil ?? '') - Date.parse(opened.body.openedAt ?? '')).toBe(30 * MINUTE);
  await gatewaySees(id, 'open');

  const reset = await app.client.post<ProviderCircuitView>(path(id, '/reset'));
  expect(reset.status).toBe(200);
  expect(reset.body).toEqual({
    providerId: id,
    state: 'closed',
    failures: 0,
    successes: 0,
    openedAt: null,
    opensUntil: null,
    trials: 0,
  });
  await gatewaySees(id, 'closed');

  const events = await eventually('both events are there', async () => {
    const { body } = await get(id);
    return body.events.length === 2 ? body.events : undefined;
  });
  expect(events.map(({ cause }) => cause)).toEqual(['reset_by_hand', 'opened_by_hand']); // newest first
});

it('counts running trials', async () => {
  const id = await create();
  await app.client.post(path(id, '/open'));
  await gatewaySees(id, 'open');
  app.clock.advance(30 * MINUTE);
  expect((await get(id)).body).toMatchObject({ state: 'half-open', openedAt: null, opensUntil: null });
  expect(await gateway.breakers.tryTrial(id, POLICY)).toBeDefined();
  await eventually('the trial is seen', async () => ((await get(id)).body.trials === 1 ? true : undefined));
});

it('shows the last twenty events', async () => {
  const id = await create();
  for (let round = 0; round < 11; round += 1) {
    await app.client.post(path(id, '/open'));
    await app.client.post(path(id, '/reset'));
  }
  await eventually('all events are written', async () => {
    const rows: unknown[] = await app.database.query('SELECT FROM circuit_events WHERE provider_id = $1', [
      id,
    ]);
    return rows.length === 22 || undefined;
  });
  const { events } = (await get(id)).body;
  expect(events).toHaveLength(20);
  expect(events[0]?.cause).toBe('reset_by_hand');
});

it('follows the policy of the provider at once', async () => {
  const id = await create();
  await app.client.post(path(id, '/open'));
  await setThreshold(id, 0);
  expect((await get(id)).body).toMatchObject({ state: 'closed', openedAt: null });
  const refused = await app.client.post(path(id, '/open'));
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('conflict');
  await setThreshold(id, 5);
  expect((await get(id)).body.state).toBe('open');
});

it('lists the breakers of all providers, but not of deleted ones', async () => {
  const [calm, troubled, deleted] = [await create(), await create(), await create()];
  await app.client.post(path(troubled, '/open'));
  await app.client.delete(`/api/v1/providers/${deleted}`);
  const { status, body } = await app.client.get<ProviderCircuitList>('/api/v1/providers/circuits');
  expect(status).toBe(200);
  const of = (id: number) => body.items.filter(({ providerId }) => providerId === id);
  expect(of(calm)).toEqual([
    { providerId: calm, state: 'closed', failures: 0, openedAt: null, opensUntil: null },
  ]);
  expect(of(troubled)).toEqual([
    {
      providerId: troubled,
      state: 'open',
      failures: 0,
      openedAt: expect.stringMatching(/Z$/),
      opensUntil: expect.stringMatching(/Z$/),
    },
  ]);
  expect(of(deleted)).toEqual([]);
});

it('knows no breaker of providers that do not exist', async () => {
  const id = await create();
  await app.client.delete(`/api/v1/providers/${id}`);
  for (const unknown of [id, 999_999]) {
    expect((await get(unknown)).status).toBe(404);
    expect((await app.client.post(path(unknown, '/open'))).status).toBe(404);
    expect((await app.client.post(path(unknown, '/reset'))).status).toBe(404);
  }
});

it('is only for those who may', async () => {
  const id = await create();
  for (const wanted of ['/api/v1/providers/circuits', path(id)])
    expect((await app.client.get(wanted, { token: null })).status).toBe(401);
  for (const rest of ['/open', '/reset'])
    expect((await app.client.post(path(id, rest), undefined, { token: null })).status).toBe(401);
});
