import 'reflect-metadata';
import { formatDecimal, parseDecimal } from '@cch/domain/money/decimal';
import { seededRandom } from '@cch/domain/selection/seeded-random';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/platform/database/migrations';
import type { LedgerRow } from '../../src/usage/ledger-row';
import { LedgerStore } from '../../src/usage/ledger-store';
import { ledgerRow } from '../support/ledger-rows';
import { lostRowOf, SeededTraffic } from '../support/seeded-traffic';
import { createTestDatabase, type TestDatabase } from '../support/services';
import { rolledUp, rollupDifferences } from '../support/usage-rollup';

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2026, 2, 1);

let database: TestDatabase;
let source: DataSource;
let store: LedgerStore;

beforeAll(async () => {
  database = await createTestDatabase();
  source = new DataSource({ type: 'postgres', url: database.dsn, migrations: MIGRATIONS, poolSize: 12 });
  await source.initialize();
  await source.runMigrations();
  store = new LedgerStore(source);
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

beforeEach(async () => {
  await source.query('TRUNCATE message_request, usage_hourly');
});

const insert = (...rows: readonly LedgerRow[]) => store.insert(JSON.stringify(rows));

async function insertAll(batches: (readonly LedgerRow[])[], drains: number): Promise<void> {
  const drain = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) await insert(...batch);
  };
  await Promise.all(Array.from({ length: drains }, drain));
}

function totalCost(rows: readonly LedgerRow[]): string {
  return formatDecimal(
    rows.reduce((sum, row) => sum + (parseDecimal(row.cost_usd ?? '0', 15) ?? 0n), 0n),
    15,
  );
}

describe('the roll-up', () => {
  it.each([1, 2, 3, 4])(
    'equals the ledger, whatever arrives, how often and in what order (seed %i)',
    async (seed) => {
      const traffic = new SeededTraffic(seededRandom(seed));
      // Days of their own: their partitions are made while others insert.
      const firstDay = FIRST_DAY + seed * 5 * DAY_MS;
      const settled = Array.from({ length: 600 }, () => traffic.settledRow(firstDay, 3));
      const neverSettled = Array.from({ length: 20 }, () => lostRowOf(traffic.settledRow(firstDay, 3)));
      const deliveries = settled.flatMap((row) => traffic.deliveries(row));
      await insertAll(traffic.batches([...deliveries, ...neverSettled]), 8);

      expect(await rollupDifferences(source)).toEqual([]);
      const { requests, cost } = await rolledUp(source);
      expect(requests).toBe(settled.length);
      expect(parseDecimal(cost, 15)).toBe(parseDecimal(totalCost(settled), 15));
    },
  );

  it.each<[string, (settled: LedgerRow, lost: LedgerRow) => readonly (readonly LedgerRow[])[]]>([
    ['lost, then settled', (settled, lost) => [[lost], [settled]]],
    ['settled, then lost', (settled, lost) => [[settled], [lost]]],
    ['both in one batch', (settled, lost) => [[lost, settled]]],
    ['settled twice in one batch', (settled) => [[settled, settled]]],
    ['settled in two batches', (settled) => [[settled], [settled]]],
    ['lost, then settled twice', (settled, lost) => [[lost], [settled, lost], [settled]]],
  ])('counts a request once: %s', async (_what, batchesOf) => {
    const settled = ledgerRow({ cost_usd: '0.000000000000001', input_tokens: 5, provider_id: 3, model: 'm' });
    for (const batch of batchesOf(settled, lostRowOf(settled))) await insert(...batch);
    expect(await rolledUp(source)).toEqual({ requests: 1, cost: '0.000000000000001' });
    expect(await rollupDifferences(source)).toEqual([]);
  });

  it('does not count a lost request before it is settled', async () => {
    const settled = ledgerRow({ cost_usd: '1.5' });
    await insert(lostRowOf(settled));
    expect(await source.query('SELECT FROM usage_hourly')).toHaveLength(0);
  });

  it('counts the version that the ledger kept', async () => {
    const first = ledgerRow({ cost_usd: '1' });
    await insert(first);
    await insert({ ...first, cost_usd: '2', user_id: 9 });
    expect(await rollupDifferences(source)).toEqual([]);
  });

  it('leaves out a row that PostgreSQL refuses and counts the others of its batch', async () => {
    const rows = [
      ledgerRow({ cost_usd: '1' }),
      ledgerRow({ input_tokens: -1 }),
      ledgerRow({ cost_usd: '2' }),
    ];
    await store.insertAcceptable(JSON.stringify(rows), async () => undefined);
    expect(await rolledUp(source)).toEqual({ requests: 2, cost: '3.000000000000000' });
    expect(await rollupDifferences(source)).toEqual([]);
  });

  it('takes sums far beyond what one request may cost', async () => {
    await insert(...Array.from({ length: 2000 }, () => ledgerRow({ cost_usd: '999999.999999999999999' })));
    expect(await rolledUp(source)).toEqual({ requests: 2000, cost: '1999999999.999999999998000' });
  });

  it('tells hours apart by UTC, to the millisecond', async () => {
    const times = ['09:59:59.999', '10:00:00.000', '10:59:59.999', '11:00:00.000'];
    await insert(...times.map((time) => ledgerRow({ created_at: `2026-03-01T${time}Z` })));
    const hours: { hour: Date; requests: string }[] = await source.query(
      'SELECT hour, requests FROM usage_hourly ORDER BY hour',
    );
    expect(hours.map(({ hour, requests }) => [hour.toISOString().slice(11, 16), Number(requests)])).toEqual([
      ['09:00', 1],
      ['10:00', 2],
      ['11:00', 1],
    ]);
  });

  it('stays as it is when ledger rows are deleted', async () => {
    const traffic = new SeededTraffic(seededRandom(11));
    await insert(...Array.from({ length: 200 }, () => traffic.settledRow(FIRST_DAY, 2)));
    const before = await source.query('SELECT * FROM usage_hourly ORDER BY 1, 2, 3, 4, 5');
    await source.query('DELETE FROM message_request');
    expect(await source.query('SELECT * FROM usage_hourly ORDER BY 1, 2, 3, 4, 5')).toEqual(before);
  });
});

describe('drains that write the same hours at once', () => {
  const GROUPS = 150;
  const ROUNDS = 6;
  const DRAINS = 8;

  // One batch meets the groups upwards, the next one downwards: in the order of time, which the ledger is written in.
  function batch(round: number, drain: number): readonly LedgerRow[] {
    const rows = Array.from({ length: GROUPS }, (_, group) => {
      const place = drain % 2 === 0 ? group : GROUPS - group;
      const time = FIRST_DAY + round * 10_000 + place;
      return ledgerRow({ created_at: new Date(time).toISOString(), key_id: group, cost_usd: '0.1' });
    });
    return drain % 4 < 2 ? rows : rows.reverse();
  }

  it('do not lock each other out, and lose nothing', async () => {
    await store.ensurePartitions(FIRST_DAY, 0);
    for (let round = 0; round < ROUNDS; round += 1) {
      const own = Array.from({ length: DRAINS }, (_, drain) => batch(round, drain));
      // Each batch also comes once more, from another drain, the other way round.
      const again = own.map((rows, drain) => [...rows, ...(own[(drain + 1) % DRAINS] ?? [])].reverse());
      await Promise.all([...own, ...again].map((rows) => insert(...rows)));
    }
    expect((await rolledUp(source)).requests).toBe(ROUNDS * DRAINS * GROUPS);
    expect(await rollupDifferences(source)).toEqual([]);
  });
});
