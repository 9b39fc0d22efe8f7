import { afterAll, beforeAll, expect, it } from 'vitest';
import { json, send } from '../support/client';
import { type OwnServer, startOwnRedis } from '../support/hub-own-servers';
import { Rig } from '../support/hub-rig';
import { expectAllSettledOnce, expectSettledOnce, type Seen, Traffic } from '../support/hub-traffic';
import { createTestDatabase } from '../support/services';

const CLIENTS = 8;
const STREAM_MS = 60;
const ARRIVED_WITHIN_MS = 25_000;
/** Requests that ended this shortly before a kill may be known as lost only. */
const GRACE_MS = 100;

let redis: OwnServer<{
  url: string;
  pid: number;
  port: number;
  exited: Promise<void>;
  stop(): Promise<void>;
}>;
let rig: Rig;
const releases: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const own = await startOwnRedis();
  redis = own.redis;
  const database = await createTestDatabase();
  releases.push(() => database.drop(), own.release);
  const stores = { dsn: database.dsn, redisUrl: redis.server.url, release: async () => undefined };
  rig = await Rig.start({ stores });
});
afterAll(async () => {
  redis?.thaw();
  await rig?.stop();
  for (const release of releases) await release();
});

it('without Redis requests go on, rows go straight to PostgreSQL, and nothing doubles when it is back', async () => {
  const traffic = new Traffic(rig, CLIENTS, STREAM_MS);
  await traffic.more(50);
  await redis.kill();
  const before = traffic.seen.length;
  await traffic.more(100);
  await expectSettledOnce(rig, traffic.seen.slice(before, before + 50), ARRIVED_WITHIN_MS);
  const health = await send(rig.hub.url, { method: 'GET', path: '/health/ready' });
  expect(health.status).toBe(200);
  expect(json(health)).toMatchObject({ status: 'degraded' });
  await redis.start();
  await traffic.more(100);
  await traffic.stop();
  await expectAllSettledOnce(rig, traffic, ARRIVED_WITHIN_MS);
}, 60_000);

it('with a Redis that hangs no request waits, and nothing doubles when it wakes up', async () => {
  const traffic = new Traffic(rig, CLIENTS, STREAM_MS);
  await traffic.more(50);
  redis.freeze();
  const before = traffic.seen.length;
  await traffic.more(200);
  const slowest = Math.max(...traffic.seen.slice(before).map(({ tookMs }) => tookMs));
  expect(slowest).toBeLessThan(1000);
  await expectSettledOnce(rig, traffic.seen.slice(before, before + 50), ARRIVED_WITHIN_MS);
  redis.thaw();
  await traffic.more(50);
  await traffic.stop();
  await expectAllSettledOnce(rig, traffic, ARRIVED_WITHIN_MS);
}, 60_000);

it('a kill -9 of the hub while Redis hangs loses no row that was in it', async () => {
  const traffic = new Traffic(rig, CLIENTS, STREAM_MS);
  await traffic.more(50);
  await traffic.stop();
  redis.freeze();
  const frozenAt = performance.now();
  await rig.hub.kill('SIGKILL');
  redis.thaw();
  await rig.hub.restart();
  // What ended just before may be known as lost only, but it is known.
  const isSure = ({ endedAt }: Seen) => endedAt !== undefined && endedAt < frozenAt - GRACE_MS;
  await expectSettledOnce(rig, traffic.seen.filter(isSure), ARRIVED_WITHIN_MS);
  for (const { id } of traffic.seen)
    expect((await rig.ledger.row(id, ARRIVED_WITHIN_MS)).outcome).toMatch(/^(answered|lost)$/);
}, 60_000);
