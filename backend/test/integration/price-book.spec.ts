import { costOf } from '@cch/domain/pricing/cost';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/hub-eventually';
import { unique } from '../support/hub-rig';
import { type PriceProcess, startPriceProcess } from '../support/price-process';
import { createTestDatabase, takeRedisDatabase } from '../support/services';

const log: string[] = [];

let hub: PriceProcess;
let release: () => Promise<unknown>;
beforeAll(async () => {
  const [postgres, redis] = await Promise.all([createTestDatabase(), takeRedisDatabase()]);
  hub = await startPriceProcess({ DSN: postgres.dsn, REDIS_URL: redis.url }, (line) => log.push(line));
  release = () => Promise.all([postgres.drop(), redis.release()]);
});
afterAll(async () => {
  await hub?.stop();
  await release?.();
});

async function insert(model: string, sheet: unknown): Promise<number> {
  const [row]: { id: number }[] = await hub.database.query(
    `INSERT INTO model_price (model, source, sheet) VALUES ($1, 'manual', $2) RETURNING id`,
    [model, JSON.stringify(sheet)],
  );
  return row?.id ?? 0;
}

const known = (model: string, id: number) =>
  eventually(`${model} is known`, () => hub.book.find(model)?.id === id || undefined);

it('finds a price under the name of the model, and under the names it has at hosts', async () => {
  const model = unique('own-model');
  const id = await insert(model, { input: '3' });
  await known(model, id);
  for (const name of [
    model.toUpperCase(),
    `vendor/${model}`,
    `models/${model}`,
    `us.anthropic.${model}-20260801-v1:0`,
    `${model}-2026-08-01`,
    `${model}[1m]`,
  ]) {
    expect(hub.book.find(name), name).toMatchObject({ id, model });
  }
  expect(hub.book.find(`${model}-mini`)).toBeUndefined();
  expect(hub.book.find('')).toBeUndefined();
});

it('prefers the exact name', async () => {
  const model = unique('exact');
  await insert(model, { input: '3' });
  const dated = await insert(`${model}-20260801`, { input: '5' });
  await known(`${model}-20260801`, dated);
  expect(hub.book.find(`${model}-20260801`)?.id).toBe(dated);
  expect(hub.book.find(`${model}-20260802`)?.model).toBe(model);
});

it('follows a change, also one that was made by hand, and forgets what was superseded', async () => {
  const model = unique('changed');
  await known(model, await insert(model, { input: '3' }));
  await hub.database.query('UPDATE model_price SET superseded_at = now() WHERE model = $1', [model]);
  await eventually('it is gone', () => hub.book.find(model) === undefined || undefined);
  await known(model, await insert(model, { input: '4' }));
  expect(hub.book.find(model)?.price.standard.base.input).toBe(4_000_000_000_000n);
});

it.each([
  ['a negative price', { input: '-1' }],
  ['words', { input: 'three' }],
  ['too many digits', { input: '0.0000000001' }],
  ['a price beyond reason', { output: '1000001' }],
  ['tiers that are no list', { input: '1', longContext: 7 }],
  ['no price', {}],
  ['a price for cached tokens alone', { cacheRead: '1' }],
  ['nothing at all', null],
  ['a text', 'free'],
])('skips a sheet with %s, says so once, and knows the others', async (_what, sheet) => {
  const [broken, good] = [unique('broken'), unique('good')];
  const id = await insert(broken, sheet);
  await known(good, await insert(good, { input: '1' }));
  expect(hub.book.find(broken)).toBeUndefined();
  const later = unique('later');
  await known(later, await insert(later, { input: '1' })); // has the prices read once more
  const reports = log.filter((line) => line.includes(`"priceId":${id},`));
  expect(reports).toHaveLength(1);
  expect(reports[0]).toContain(`"model":"${broken}"`);
});

it('has prices from the start that a bill can be checked with', () => {
  // 1,000 tokens of input, 500 of output, 10,000 read from and 2,000 written to the cache, at $5, $25, $0.5 and $6.25.
  const price = hub.book.find('claude-opus-4-5-20251101')?.price;
  const usage = {
    inputTokens: 1000,
    outputTokens: 500,
    cacheReadTokens: 10_000,
    cacheCreationTokens: 2000,
  };
  const terms = { isPriority: false, providerMultiplier: '1', groupMultiplier: '1' };
  expect(price && costOf(price, usage, terms).total).toBe('0.035');
});

it('reads thousands of prices in a moment', async () => {
  await hub.database.query(
    `INSERT INTO model_price (model, source, sheet)
     SELECT 'bulk-' || n, 'synced',
            '{"input": "1.25", "output": "10", "cacheRead": "0.125", "longContext": [{"above": 200000, "input": "2.5"}]}'
     FROM generate_series(1, 5000) n`,
  );
  await eventually('all are there', () => hub.book.find('bulk-5000') !== undefined || undefined);
  await hub.database.query(`DELETE FROM model_price WHERE model LIKE 'bulk-%'`);
});
