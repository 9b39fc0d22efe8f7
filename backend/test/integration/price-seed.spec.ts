import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { ModelPriceRepository } from '../../src/prices/model-price.repository';
import type { ShippedTable } from '../../src/prices/price-seed';
import { type PriceProcess, startPriceProcess } from '../support/price-process';
import { createTestDatabase, takeRedisDatabase, type TestDatabase } from '../support/services';

let redis: Awaited<ReturnType<typeof takeRedisDatabase>>;
let postgres: TestDatabase;
let started: PriceProcess[] = [];
beforeAll(async () => {
  redis = await takeRedisDatabase();
});
afterAll(() => redis?.release());
beforeEach(async () => {
  postgres = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(started.map((hub) => hub.stop()));
  started = [];
  await postgres.drop();
});

async function start(): Promise<PriceProcess> {
  const hub = await startPriceProcess({ DSN: postgres.dsn, REDIS_URL: redis.url });
  started.push(hub);
  return hub;
}

const release = (version: string, models: ShippedTable['models']): ShippedTable => ({
  source: 'test',
  version,
  date: '2026-11-25',
  models,
});

interface Row {
  readonly id: number;
  readonly source: string;
  readonly sheet: object;
  readonly superseded: boolean;
}

const versionsOf = (hub: PriceProcess, model: string): Promise<Row[]> =>
  hub.database.query(
    'SELECT id, source, sheet, superseded_at IS NOT NULL AS superseded FROM model_price WHERE model = $1 ORDER BY id',
    [model],
  );

async function countOf(hub: PriceProcess, table: string): Promise<number> {
  const [row]: { count: string }[] = await hub.database.query(`SELECT count(*) FROM ${table}`);
  return Number(row?.count);
}

it('is done once, by one of the processes that start at the same time', async () => {
  const hubs = await Promise.all([start(), start(), start()]);
  const [hub] = hubs;
  const count = await countOf(hub, 'model_price');
  expect(count).toBeGreaterThan(300);
  const doubled = await hub.database.query(
    'SELECT model FROM model_price GROUP BY model HAVING count(*) > 1',
  );
  expect(doubled).toEqual([]);
  // Whoever came second reads the prices all the same.
  for (const { book } of hubs) expect(book.find('claude-opus-5')?.model).toBe('claude-opus-5');
  expect(await countOf(hub, 'shipped_price_table')).toBe(1);

  await start();
  expect(await countOf(hub, 'model_price')).toBe(count);
});

it('is done once when processes of a new release seed at the same time', async () => {
  const hubs = await Promise.all([start(), start()]);
  const table = release('2', { 'claude-opus-5': { input: '7' }, 'new-model': { input: '1' } });
  await Promise.all([...hubs, ...hubs].map(({ seed }) => seed.seed(table)));
  const [hub] = hubs;
  expect(await versionsOf(hub, 'claude-opus-5')).toMatchObject([
    { source: 'shipped', superseded: true },
    { source: 'shipped', superseded: false, sheet: { input: '7' } },
  ]);
  expect(await versionsOf(hub, 'new-model')).toHaveLength(1);
});

it('replaces what an earlier release brought, and nothing else', async () => {
  const hub = await start();
  await hub.seed.seed(release('1', { same: { input: '1' }, other: { input: '1' }, gone: { input: '1' } }));
  await hub.database.query(`INSERT INTO model_price (model, source, sheet)
    VALUES ('by-hand', 'manual', '{"input": "9"}'), ('from-table', 'synced', '{"input": "9"}')`);

  const models = {
    same: { input: '1' },
    other: { input: '2' },
    'by-hand': { input: '3' },
    'from-table': { input: '3' },
  };
  await hub.seed.seed(release('2', models));
  expect(await versionsOf(hub, 'same')).toMatchObject([{ superseded: false }]);
  expect(await versionsOf(hub, 'other')).toMatchObject([
    { superseded: true, sheet: { input: '1' } },
    { superseded: false, sheet: { input: '2' } },
  ]);
  expect(await versionsOf(hub, 'gone')).toMatchObject([{ superseded: false }]);
  expect(await versionsOf(hub, 'by-hand')).toMatchObject([{ source: 'manual', superseded: false }]);
  expect(await versionsOf(hub, 'from-table')).toMatchObject([{ source: 'synced', superseded: false }]);
});

it('lets versions follow one another, also when one has waited for another', async () => {
  const hub = await start();
  const prices = new ModelPriceRepository(hub.database);
  const price = (input: string) => [{ model: 'm', source: 'manual' as const, sheet: { input } }];
  await hub.database.transaction(async (late) => {
    await late.query('SELECT now()'); // begins before the other one, and writes after it
    await hub.database.transaction((early) => prices.replace(price('1'), early));
    await prices.replace(price('2'), late);
  });
  const backwards: unknown[] = await hub.database.query(
    'SELECT id FROM model_price WHERE superseded_at < created_at',
  );
  expect(backwards).toEqual([]);
  expect(await versionsOf(hub, 'm')).toMatchObject([{ superseded: true }, { superseded: false }]);
});

it('does not bring back what was deleted, before the next release', async () => {
  const hub = await start();
  await hub.database.query(`UPDATE model_price SET superseded_at = now() WHERE model = 'claude-opus-5'`);
  const later = await start();
  expect(later.book.find('claude-opus-5')).toBeUndefined();
});

it('goes on at the next start after it was interrupted', async () => {
  const hub = await start();
  const broken = { fine: { input: '1' }, 'broken\ud800': { input: '1' } };
  await expect(hub.seed.seed(release('2', broken))).rejects.toThrow();
  expect(await versionsOf(hub, 'fine')).toEqual([]);
  expect(await countOf(hub, 'shipped_price_table')).toBe(1);
});
