import type { BreakerPolicy } from '@cch/domain/breaker/breaker';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEYS } from '../../src/platform/redis/keyspace';
import { type BreakerProcess, startBreakerProcess } from '../support/breaker-process';
import { eventually } from '../support/hub-eventually';
import { startOwnRedis } from '../support/hub-own-servers';
import { MovableClock } from '../support/movable-clock';
import { createTestDatabase } from '../support/services';
import { Severable } from '../support/severable';

const HOUR = 3_600_000;
const POLICY: BreakerPolicy = { failureThreshold: 5, openDurationMs: HOUR, halfOpenSuccessThreshold: 2 };
const JOINED_WITHIN_MS = 15_000;

const clock = new MovableClock();
let redis: Awaited<ReturnType<typeof startOwnRedis>>['redis'];
let postgres: Severable;
let a: BreakerProcess;
let b: BreakerProcess;
const releases: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const own = await startOwnRedis();
  redis = own.redis;
  const database = await createTestDatabase();
  const severable = await Severable.before(database.dsn, 5432);
  postgres = severable.relay;
  releases.push(
    own.release,
    () => postgres.sever(),
    () => database.drop(),
  );
  const redisUrl = redis.server.url;
  a = await startBreakerProcess({ dsn: severable.address, redisUrl }, clock);
  b = await startBreakerProcess({ dsn: database.dsn, redisUrl }, clock);
});
afterAll(async () => {
  redis?.thaw();
  await Promise.all([a?.stop(), b?.stop()]);
  for (const release of releases) await release();
});

let lastId = 0;
const newProvider = () => (lastId += 1);
const fail = (process: BreakerProcess, id: number, times = 1) => {
  for (let failure = 0; failure < times; failure += 1) process.breakers.observe(id, POLICY, 'failure');
};
const stateIs = (process: BreakerProcess, id: number, state: string) =>
  eventually(
    `provider ${id} is ${state}`,
    () => process.breakers.stateOf(id, POLICY) === state || undefined,
    JOINED_WITHIN_MS,
  );
const bothAre = (id: number, state: string) => Promise.all([stateIs(a, id, state), stateIs(b, id, state)]);
const causesOf = async (id: number): Promise<string[]> => {
  const rows: { cause: string }[] = await b.database.query(
    'SELECT cause FROM circuit_events WHERE provider_id = $1 ORDER BY at, id',
    [id],
  );
  return rows.map(({ cause }) => cause);
};
const causesAre = (id: number, causes: readonly string[]) =>
  eventually(
    `the events of provider ${id} are ${causes.join(', ')}`,
    async () => (await causesOf(id)).join() === causes.join() || undefined,
  );
const changesIn = (process: BreakerProcess, id: number) =>
  process.lines.filter((line) => line['providerId'] === id && line.msg.startsWith('[CircuitBreaker]')).length;
const inRedis = async <T>(use: (client: Redis) => Promise<T>): Promise<T> => {
  const client = new Redis(redis.server.url);
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
};

it('without Redis it works in memory, and what was opened then is open for all when Redis is back', async () => {
  const id = newProvider();
  await redis.kill();
  fail(a, id, 5);
  await stateIs(a, id, 'open');
  // The later change of a mere count must not close what has opened elsewhere.
  fail(b, id);
  await eventually('the other one counts too', () => b.breakers.view(id, POLICY).failures === 1 || undefined);
  expect(b.breakers.stateOf(id, POLICY)).toBe('closed');
  await causesAre(id, ['failures']);
  await redis.start();
  await bothAre(id, 'open');
  expect(b.breakers.view(id, POLICY)).toEqual(a.breakers.view(id, POLICY));
  expect(await causesOf(id)).toEqual(['failures']);
  expect([changesIn(a, id), changesIn(b, id)]).toEqual([1, 0]);

  clock.advance(HOUR);
  const trials = await Promise.all([a, b, a, b].map(({ breakers }) => breakers.tryTrial(id, POLICY)));
  expect(trials.filter((trial) => trial !== undefined)).toHaveLength(2);
});

it('a reset while Redis was away closes what had been open before', async () => {
  const id = newProvider();
  fail(b, id, 5);
  await bothAre(id, 'open');
  await redis.kill();
  await a.breakers.reset(id, POLICY);
  expect([a, b].map(({ breakers }) => breakers.stateOf(id, POLICY))).toEqual(['closed', 'open']);
  await redis.start();
  await bothAre(id, 'closed');
  await causesAre(id, ['failures', 'reset_by_hand']);
});

it('a trial in memory ends in memory', async () => {
  const id = newProvider();
  fail(a, id, 5);
  await bothAre(id, 'open');
  await redis.kill();
  clock.advance(HOUR);
  const trials = await Promise.all([1, 2, 3].map(() => a.breakers.tryTrial(id, POLICY)));
  expect(trials.map((trial) => trial !== undefined)).toEqual([true, true, false]);
  for (const trial of trials.slice(0, 2)) a.breakers.observe(id, POLICY, 'success', { trial });
  await stateIs(a, id, 'closed');
  expect(b.breakers.stateOf(id, POLICY)).toBe('half-open');
  await redis.start();
  await bothAre(id, 'closed');
  await causesAre(id, ['failures', 'time_passed', 'trials_succeeded']);
});

it('a Redis that has lost everything gets the states back', async () => {
  const id = newProvider();
  fail(a, id, 5);
  await bothAre(id, 'open');
  await inRedis((client) => client.flushall());
  await eventually('the state is back', () =>
    inRedis((client) => client.hexists(KEYS.circuits, String(id))).then((is) => is === 1 || undefined),
  );
  await bothAre(id, 'open');
  expect(await causesOf(id)).toEqual(['failures']);
  expect(await inRedis((client) => client.pttl(KEYS.circuits))).toBeGreaterThan(24 * HOUR);
});

it('nobody waits long for a Redis that hangs', async () => {
  const id = newProvider();
  fail(a, id, 5);
  await bothAre(id, 'open');
  clock.advance(HOUR);
  redis.freeze();
  const startedAt = performance.now();
  expect(await a.breakers.tryTrial(id, POLICY)).toBeDefined();
  expect(performance.now() - startedAt).toBeLessThan(1500);
  expect(await a.breakers.tryTrial(id, POLICY)).toBeDefined();
  expect(await a.breakers.tryTrial(id, POLICY)).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(1500);
  redis.thaw();
  await eventually('the trials are seen', () => b.breakers.view(id, POLICY).trials === 2 || undefined);
  await causesAre(id, ['failures', 'time_passed']);
});

it('while PostgreSQL is away breakers work, and their events follow', async () => {
  const id = newProvider();
  await postgres.sever();
  fail(a, id, 5);
  await bothAre(id, 'open');
  await a.breakers.reset(id, POLICY);
  await bothAre(id, 'closed');
  expect(changesIn(a, id)).toBe(2);
  expect(await causesOf(id)).toEqual([]);
  await postgres.restore();
  await causesAre(id, ['failures', 'reset_by_hand']);
});
