import 'reflect-metadata';
import { seededRandom } from '@cch/domain/selection/seeded-random';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Config, loadConfig } from '../../src/config/config';
import { MIGRATIONS } from '../../src/platform/database/migrations';
import { KEYS } from '../../src/platform/redis/keyspace';
import { LedgerDrain } from '../../src/usage/ledger-drain';
import type { LedgerRow } from '../../src/usage/ledger-row';
import { LedgerStore } from '../../src/usage/ledger-store';
import { ADMIN_TOKEN, ENCRYPTION_KEY } from '../support/admin-app';
import { eventually } from '../support/hub-eventually';
import { type HubStores, openStores } from '../support/hub-stores';
import { SeededTraffic } from '../support/seeded-traffic';
import { rolledUp, rollupDifferences } from '../support/usage-rollup';

const FIRST_DAY = Date.UTC(2026, 2, 1);
const GROUP = 'ledger';
const LONG_AGO_MS = 60_000;

let stores: HubStores;
let source: DataSource;
let redis: Redis;

beforeAll(async () => {
  stores = await openStores();
  source = new DataSource({ type: 'postgres', url: stores.dsn, migrations: MIGRATIONS });
  await source.initialize();
  await source.runMigrations();
  redis = new Redis(stores.redisUrl);
});

afterAll(async () => {
  redis.disconnect();
  await source.destroy();
  await stores.release();
});

function config(): Config {
  const env = { ROLE: 'worker', ADMIN_TOKEN, ENCRYPTION_KEY, DSN: stores.dsn, REDIS_URL: stores.redisUrl };
  const loaded = loadConfig(env);
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.config;
}

function startDrains(count: number): readonly LedgerDrain[] {
  const settings = config();
  const drains = Array.from(
    { length: count },
    () => new LedgerDrain(new LedgerStore(source), settings, pino({ level: 'silent' })),
  );
  for (const drain of drains) drain.onApplicationBootstrap();
  return drains;
}

/** A worker takes entries, commits their rows and dies before it can say so; then some time passes. */
async function dieAfterCommit(batches: readonly (readonly LedgerRow[])[]): Promise<void> {
  await redis.xreadgroup('GROUP', GROUP, 'dead', 'COUNT', batches.length, 'STREAMS', KEYS.ledgerStream, '>');
  await new LedgerStore(source).insert(JSON.stringify(batches.flat()));
  const pending = await redis.xpending(KEYS.ledgerStream, GROUP, '-', '+', batches.length);
  const ids = pending.map((entry) => String(Array.isArray(entry) ? entry[0] : ''));
  await redis.xclaim(KEYS.ledgerStream, GROUP, 'dead', 0, ...ids, 'IDLE', LONG_AGO_MS, 'JUSTID');
}

it('several drains count each request once, although a worker died between commit and acknowledgement', async () => {
  const traffic = new SeededTraffic(seededRandom(21));
  const settled = Array.from({ length: 1500 }, () => traffic.settledRow(FIRST_DAY, 2));
  const batches = traffic.batches(settled.flatMap((row) => traffic.deliveries(row)));
  await redis.xgroup('CREATE', KEYS.ledgerStream, GROUP, '0', 'MKSTREAM');
  for (const batch of batches) await redis.xadd(KEYS.ledgerStream, '*', 'rows', JSON.stringify(batch));
  const dead = batches.slice(0, Math.floor(batches.length / 2));
  await dieAfterCommit(dead);

  const drains = startDrains(3);
  await eventually(
    'empty stream',
    async () => (await redis.xlen(KEYS.ledgerStream)) === 0 || undefined,
    15_000,
  );
  await Promise.all(drains.map((drain) => drain.stop()));

  expect((await rolledUp(source)).requests).toBe(settled.length);
  expect(await rollupDifferences(source)).toEqual([]);
});
