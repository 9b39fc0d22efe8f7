import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { json, send } from '../support/client';
import { FakeUpstream } from '../support/fake-upstream';
import { dialectOf } from '../support/fake-upstream-dialects';
import { Hub } from '../support/hub';
import { eventually } from '../support/hub-eventually';
import { Ledger } from '../support/hub-ledger';
import { addCaller, addProvider, unique } from '../support/hub-rig';
import { type HubStores, openStores } from '../support/hub-stores';

const SEEN_WITHIN_MS = 2000;

let stores: HubStores;
let upstream: FakeUpstream;
let admin: Hub;
let gateway: Hub;
let ledger: Ledger;
beforeAll(async () => {
  stores = await openStores();
  upstream = await FakeUpstream.start();
  // One after the other would be kinder, but all of them at once is what a cluster does on an empty database.
  [admin, gateway] = await Promise.all([
    Hub.start({ role: 'admin', stores }),
    Hub.start({ role: 'gateway', stores }),
  ]);
  ledger = new Ledger(stores.dsn);
});
afterAll(async () => {
  await ledger?.close();
  await Promise.all([admin?.stop(), gateway?.stop(), upstream?.stop()]);
  await stores?.release();
});

const chat = dialectOf('openai-chat');

function ask(key: string, model: string) {
  return send(gateway.url, {
    path: chat.path(model, false),
    headers: ['content-type', 'application/json', 'x-api-key', key],
    body: chat.request(model, false),
  });
}

function statusWithin(key: string, status: number): Promise<number> {
  return eventually(
    `status ${status}`,
    async () => {
      const got = await ask(key, unique('role'));
      return got.status === status ? status : undefined;
    },
    SEEN_WITHIN_MS,
  );
}

describe('a gateway and an admin process on one database', () => {
  it('agree within two seconds on new keys and providers, on disabled and on deleted ones', async () => {
    const providerId = await addProvider(admin, { type: 'openai-compatible', url: upstream.url });
    const caller = await addCaller(admin);
    expect(await statusWithin(caller.key, 200)).toBe(200);
    await admin.admin('PATCH', `/keys/${caller.keyId}`, { isEnabled: false });
    expect(await statusWithin(caller.key, 401)).toBe(401);
    await admin.admin('PATCH', `/keys/${caller.keyId}`, { isEnabled: true });
    expect(await statusWithin(caller.key, 200)).toBe(200);
    await admin.admin('PATCH', `/providers/${providerId}`, { isEnabled: false });
    expect(await statusWithin(caller.key, 503)).toBe(503);
    await admin.admin('PATCH', `/providers/${providerId}`, { isEnabled: true });
    expect(await statusWithin(caller.key, 200)).toBe(200);
    await admin.admin('DELETE', `/keys/${caller.keyId}`);
    expect(await statusWithin(caller.key, 401)).toBe(401);
  });

  it('each serve their own part only', async () => {
    const { key } = await addCaller(admin);
    const proxied = await send(admin.url, {
      path: '/v1/messages',
      headers: ['content-type', 'application/json', 'x-api-key', key],
      body: '{"model":"m"}',
    });
    expect(proxied.status).toBe(404);
    expect((await gateway.askAdmin('GET', '/users')).status).toBe(404);
    for (const hub of [admin, gateway]) {
      const live = await send(hub.url, { method: 'GET', path: '/health/live' });
      expect(live.status).toBe(200);
      const ready = await send(hub.url, { method: 'GET', path: '/health/ready' });
      expect(json(ready)).toMatchObject({ status: expect.any(String), dependencies: expect.any(Object) });
    }
  });

  it('leave the rows to a worker, which brings those of the time before it came', async () => {
    const caller = await addCaller(admin);
    expect(await statusWithin(caller.key, 200)).toBe(200);
    const answers = await Promise.all(Array.from({ length: 40 }, () => ask(caller.key, unique('kept'))));
    const worker = await Hub.start({ role: 'worker', stores });
    onTestFinished(() => worker.stop());
    for (const got of answers)
      expect(await ledger.row(String(got.headers['x-request-id']))).toMatchObject({
        outcome: 'answered',
        key_id: caller.keyId,
      });
    const nothing = await send(worker.url, {
      path: '/v1/messages',
      headers: ['x-api-key', caller.key],
      body: '{}',
    });
    expect(nothing.status).toBe(404);
    const entries = await admin.admin<{ items: unknown[] }>(
      'GET',
      `/usage-logs?keyId=${caller.keyId}&limit=200`,
    );
    expect(entries.items.length).toBeGreaterThanOrEqual(40);
  });
});
