import 'reflect-metadata';
import { seededRandom } from '@cch/domain/selection/seeded-random';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/platform/database/migrations';
import { UsageRollup1764108000000 } from '../../src/platform/database/migrations/1764108000000-usage-rollup';
import { LedgerStore } from '../../src/usage/ledger-store';
import { lostRowOf, SeededTraffic } from '../support/seeded-traffic';
import { createTestDatabase, type TestDatabase } from '../support/services';
import { rolledUp, rollupDifferences } from '../support/usage-rollup';

const FIRST_DAY = Date.UTC(2026, 2, 1);
const ROLLUP = new UsageRollup1764108000000();

let database: TestDatabase;
let source: DataSource;

beforeAll(async () => {
  database = await createTestDatabase();
  source = new DataSource({ type: 'postgres', url: database.dsn, migrations: MIGRATIONS });
  await source.initialize();
  await source.runMigrations();
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

it('begins with what the ledger holds, and a request that was lost then counts when it is settled', async () => {
  const store = new LedgerStore(source);
  const traffic = new SeededTraffic(seededRandom(5));
  const settled = Array.from({ length: 300 }, () => traffic.settledRow(FIRST_DAY, 3));
  const late = Array.from({ length: 20 }, () => traffic.settledRow(FIRST_DAY, 3));
  await store.insert(JSON.stringify([...settled, ...late.map((row) => lostRowOf(row))]));

  await source.transaction(async ({ queryRunner }) => {
    if (!queryRunner) throw new Error('a transaction has a query runner');
    await ROLLUP.down(queryRunner);
    await ROLLUP.up(queryRunner);
  });
  expect((await rolledUp(source)).requests).toBe(settled.length);
  expect(await rollupDifferences(source)).toEqual([]);

  await store.insert(JSON.stringify([...settled.slice(0, 50), ...late]));
  expect((await rolledUp(source)).requests).toBe(settled.length + late.length);
  expect(await rollupDifferences(source)).toEqual([]);
});
