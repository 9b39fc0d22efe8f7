import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinUsd } from '@cch/domain/money/micro-usd';
import { answers } from '../support/fake-upstream-scripts';
import { gate } from '../support/hub-eventually';
import { eventually } from '../support/hub-eventually';
import { startOwnRedis, type OwnServer } from '../support/hub-own-servers';
import { LimitBench } from '../support/limit-bench';
import { createTestDatabase } from '../support/services';
import type { RunningRedis } from '../../../tools/runtime/redis.mjs';

// A dollar's worth of odd digits, so that a float anywhere would show.
const SHEET = { input: '1.234567', output: '7.654321', cacheRead: '0.123457', cacheWrite5m: '1.111111' };
const LIMITS = {
  limit5hUsd: '1000',
  limitDailyUsd: '1000',
  limitWeeklyUsd: '1000',
  limitMonthlyUsd: '1000',
  limitTotalUsd: '1000',
};
const WINDOWS = ['5h', 'daily', 'weekly', 'monthly', 'total'];

let redis: OwnServer<RunningRedis>;
let bench: LimitBench;
const releases: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const own = await startOwnRedis();
  redis = own.redis;
  const database = await createTestDatabase();
  releases.push(() => database.drop(), own.release);
  const stores = { dsn: database.dsn, redisUrl: redis.server.url, release: async () => undefined };
  bench = await LimitBench.start(2, {}, stores);
}, 60_000);
afterAll(async () => {
  await bench?.stop();
  for (const release of releases) await release();
});

/** What the counters of a subject say, by window, and what they hold in reserve. */
async function countersOf(subject: string): Promise<Record<string, string>> {
  const hash = await bench.redis.hgetall(`cch:{ledger}:spend:${subject}`);
  const spent = WINDOWS.filter((name) => hash[`${name}.m`] !== undefined).map((name) => [
    name,
    joinUsd(hash[`${name}.m`] ?? 0, hash[`${name}.f`] ?? 0),
  ]);
  return { ...Object.fromEntries(spent), held: hash['h'] ?? '0', signature: hash['v'] ?? 'none' };
}

async function spentIn(table: string, keyId: number): Promise<string> {
  const [row] = await bench.rig.ledger.query<{ spent: string }>(
    `SELECT trim_scale(COALESCE(sum(cost_usd), 0))::text AS spent FROM ${table} WHERE key_id = $1`,
    [keyId],
  );
  return row?.spent ?? '0';
}

async function untilInLedger(keyId: number, requests: number): Promise<void> {
  await eventually(
    'every request is in the ledger',
    async () => {
      const [row] = await bench.rig.ledger.query<{ rows: number }>(
        `SELECT count(*)::integer AS rows FROM message_request
         WHERE key_id = $1 AND outcome <> 'lost' AND endpoint = '/v1/messages'`,
        [keyId],
      );
      return row?.rows === requests || undefined;
    },
    20_000,
  );
}

/** Once nothing is under way any more. */
async function expectAgreement(keyId: number, requests: number): Promise<void> {
  await untilInLedger(keyId, requests);
  const spent = await spentIn('message_request', keyId);
  expect(await spentIn('usage_hourly', keyId)).toBe(spent);
  const counters = await countersOf(`k${keyId}`);
  for (const name of WINDOWS) expect({ [name]: counters[name] }).toEqual({ [name]: spent });
  expect(counters['held']).toBe('0');
}

it('counters, roll-up and ledger agree to the last digit', async () => {
  const model = await bench.pricedModel(SHEET);
  const { key, keyId } = await bench.caller({}, LIMITS);
  await bench.known(model, key);
  const REQUESTS = 600;
  for (let asked = 0; asked < REQUESTS; asked += 100) {
    for (const got of await bench.burst(100, key, model)) expect(got.status).toBe(200);
  }
  await expectAgreement(keyId, REQUESTS);
  expect(await spentIn('message_request', keyId)).not.toBe('0');
}, 60_000);

it('a Redis that was emptied gets its counters back from PostgreSQL', async () => {
  const model = await bench.pricedModel({ perRequest: '0.3' });
  const { key, keyId } = await bench.caller({}, { limitDailyUsd: '1' });
  await bench.known(model, key);
  for (let asked = 0; asked < 4; asked += 1) {
    expect((await bench.ask(bench.rig.hub, key, model)).status).toBe(200);
  }
  expect((await bench.ask(bench.rig.hub, key, model)).status).toBe(429);
  await eventually(
    'the ledger is drained',
    async () => (await spentIn('message_request', keyId)) === '1.2' || undefined,
  );
  await bench.redis.flushdb();
  // Whoever comes first has the counters loaded; nobody waits for that.
  await eventually('the limit holds again', async () => {
    const got = await bench.ask(bench.rig.hub, key, model);
    return got.status === 429 || undefined;
  });
  await eventually('counters and ledger agree', async () => {
    const { daily } = await countersOf(`k${keyId}`);
    return daily === (await spentIn('message_request', keyId)) || undefined;
  });
}, 30_000);

it('a kill -9 gives back what the requests of the process had reserved', async () => {
  const [, second] = bench.hubs;
  if (!second) throw new Error('a second hub is needed');
  const model = await bench.pricedModel({ perRequest: '0.4' });
  const { key, keyId } = await bench.caller({}, { limitTotalUsd: '1' });
  await bench.known(model, key);
  const more = gate();
  bench.rig.upstream.script(model, async ({ res }) => {
    await more.opened;
    res.destroy();
  });
  const hanging = Array.from({ length: 3 }, () => bench.ask(second, key, model).catch(() => undefined));
  await eventually(
    'all three hold',
    async () => (await countersOf(`k${keyId}`))['held'] === '1200000' || undefined,
  );
  const refused = await bench.ask(bench.rig.hub, key, model);
  expect(refused.status).toBe(429);
  expect(refused.headers).toMatchObject({ 'x-hub-error': 'rate_limited', 'retry-after': '1' });
  const killedAt = performance.now();
  await second.kill('SIGKILL');
  more.open();
  await Promise.all(hanging);
  await eventually(
    'it is free again',
    async () => (await countersOf(`k${keyId}`))['held'] === '0' || undefined,
    60_000,
  );
  expect(performance.now() - killedAt).toBeLessThan(60_000);
  bench.rig.upstream.script(model, answers(200, '{}'));
  await second.restart();
}, 90_000);

it('a Redis that is away under load costs no request, no row and no digit', async () => {
  const model = await bench.pricedModel(SHEET);
  const { key, keyId } = await bench.caller({}, LIMITS);
  await bench.known(model, key);
  let asked = 0;
  const ask = async (count: number) => {
    asked += count;
    for (const got of await bench.rawBurst(count, key, model)) expect(got.status).toBe(200);
  };
  await ask(100);
  await redis.kill();
  for (let round = 0; round < 10; round += 1) await ask(50);
  const degraded = await bench.ask(bench.rig.hub, key, model);
  asked += 1;
  expect(degraded.headers['x-hub-degraded']).toBe('redis');
  await redis.start();
  for (let round = 0; round < 10; round += 1) await ask(50);
  // A request after the other finds the counters stale and has them loaded, until nothing is missing any more.
  await eventually(
    'counters and ledger agree',
    async () => {
      await ask(1);
      await untilInLedger(keyId, asked);
      const { total } = await countersOf(`k${keyId}`);
      return total === (await spentIn('message_request', keyId)) || undefined;
    },
    30_000,
  );
  await expectAgreement(keyId, asked);
}, 120_000);
