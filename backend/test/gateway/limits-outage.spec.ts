import type { LimitKind, OutagePolicy } from '@cch/contracts/limit-kinds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Got } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import { after, answers } from '../support/fake-upstream-scripts';
import { eventually, gate } from '../support/hub-eventually';
import { startOwnRedis, type OwnServer } from '../support/hub-own-servers';
import { addCaller, addProvider, unique } from '../support/hub-rig';
import { LimitBench } from '../support/limit-bench';
import { createTestDatabase } from '../support/services';
import type { RunningRedis } from '../../../tools/runtime/redis.mjs';

const chat = dialectOf('openai-chat');
const MONEY = ['spend_5h', 'spend_daily', 'spend_weekly', 'spend_monthly', 'spend_total'] as const;

let redis: OwnServer<RunningRedis>;
let bench: LimitBench;
/** A request for it costs 0.25. */
let model: string;
const releases: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const own = await startOwnRedis();
  redis = own.redis;
  const database = await createTestDatabase();
  releases.push(() => database.drop(), own.release);
  const stores = { dsn: database.dsn, redisUrl: redis.server.url, release: async () => undefined };
  bench = await LimitBench.start(1, {}, stores);
  model = await bench.pricedModel({ perRequest: '0.25' });
}, 60_000);
afterAll(async () => {
  await bench?.stop();
  for (const release of releases) await release();
});

function ask(key: string, session = 'one', asked = model): Promise<Got> {
  return bench.rig.ask(chat, asked, { key, headers: ['x-session-id', session] });
}

async function setPolicies(policies: Partial<Record<LimitKind, OutagePolicy>>): Promise<void> {
  const open = { rpm: 'open', concurrent_sessions: 'open', ...allMoney('open') };
  await bench.rig.hub.admin('PATCH', '/settings', { limitOutage: { ...open, ...policies } });
}

function allMoney(policy: OutagePolicy): Partial<Record<LimitKind, OutagePolicy>> {
  return Object.fromEntries(MONEY.map((kind) => [kind, policy]));
}

async function statuses(key: string, count: number): Promise<readonly number[]> {
  const seen: number[] = [];
  for (let asked = 0; asked < count; asked += 1) seen.push((await ask(key)).status);
  return seen;
}

const ONE_OF_EACH: readonly (readonly [LimitKind, Readonly<Record<string, unknown>>])[] = [
  ['rpm', { rpmLimit: 1000 }],
  ['concurrent_sessions', { limitConcurrentSessions: 1000 }],
  ['spend_5h', { limit5hUsd: '1000' }],
  ['spend_daily', { limitDailyUsd: '1000' }],
  ['spend_weekly', { limitWeeklyUsd: '1000' }],
  ['spend_monthly', { limitMonthlyUsd: '1000' }],
  ['spend_total', { limitTotalUsd: '1000' }],
];

describe('while Redis is away', () => {
  beforeAll(async () => {
    await redis.kill();
    const { key } = await bench.caller({});
    await eventually('the hub notices', async () => {
      return (await ask(key)).headers['x-hub-degraded'] === 'redis' || undefined;
    });
  });
  afterAll(() => redis.start());

  it('open: every limit lets pass, and the answer says so', async () => {
    await setPolicies({});
    const { key } = await bench.caller({ rpmLimit: 1, limitConcurrentSessions: 1, limitTotalUsd: '0.1' });
    for (const session of ['a', 'b', 'c']) {
      const got = await ask(key, session);
      expect(got.status).toBe(200);
      expect(got.headers).toMatchObject({ 'x-hub-degraded': 'redis' });
      expect(got.headers['x-ratelimit-limit']).toBeUndefined();
    }
  });

  it.each(ONE_OF_EACH)('closed: %s refuses, and no other', async (kind, limits) => {
    await setPolicies({ [kind]: 'closed' });
    const { key } = await bench.caller({}, limits);
    for (const dialect of DIALECTS) {
      const got = await bench.rig.ask(dialect, model, { key });
      expectHubError(got, dialect.format, { status: 503, code: 'limits_unavailable', isFinal: false });
      expect(got.headers).toMatchObject({ 'retry-after': '5', 'x-hub-degraded': 'redis' });
      expect(await bench.rig.rowOf(got, 10_000)).toMatchObject({ outcome: 'refused', status_code: 503 });
    }
    const others = ONE_OF_EACH.filter(([name]) => name !== kind).map(([, other]) => other);
    const other = await bench.caller({}, Object.assign({}, ...others));
    expect((await ask(other.key)).status).toBe(200);
    const unlimited = await bench.caller({});
    expect((await ask(unlimited.key)).status).toBe(200);
  });

  it('local: as many requests in a minute as this process has counted', async () => {
    await setPolicies({ rpm: 'local' });
    const { key } = await bench.caller({ rpmLimit: 2 });
    expect(await statuses(key, 2)).toEqual([200, 200]);
    const got = await ask(key);
    expectHubError(got, 'openai-chat', { status: 429, code: 'rate_limited', isFinal: false });
    expect(got.headers).toMatchObject({
      'x-ratelimit-type': 'rpm',
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '0',
    });
  });

  it('local: as many sessions as this process has seen', async () => {
    await setPolicies({ concurrent_sessions: 'local' });
    const { key } = await bench.caller({}, { limitConcurrentSessions: 1 });
    expect((await ask(key, 'a')).status).toBe(200);
    expect((await ask(key, 'b')).headers['x-ratelimit-type']).toBe('concurrent_sessions');
    expect((await ask(key, 'a')).status).toBe(200);
  });

  it('local: as much money as has been spent here', async () => {
    await setPolicies(allMoney('local'));
    const { key } = await bench.caller({}, { limitTotalUsd: '0.5' });
    expect(await statuses(key, 3)).toEqual([200, 200, 429]);
    expect((await ask(key)).headers['x-hub-error']).toBe('spend_limit_reached');
  });

  it('local: a kind that is open does not hold because another one is local', async () => {
    await setPolicies({ rpm: 'local' });
    const { key } = await bench.caller({}, { limitTotalUsd: '0.25', rpmLimit: 3 });
    expect(await statuses(key, 4)).toEqual([200, 200, 200, 429]);
  });

  describe('a provider', () => {
    async function pair(limits: Readonly<Record<string, unknown>>) {
      const { hub, upstream } = bench.rig;
      const groups = [unique('group')];
      await hub.admin('POST', '/provider-groups', { name: groups[0] });
      const draft = { type: 'openai-compatible' as const, url: upstream.url, groups };
      const common = { ...draft, maxRetryAttempts: 1, circuitBreakerFailureThreshold: 0 };
      const limitedId = await addProvider(hub, { ...common, ...limits });
      await addProvider(hub, { ...common, priority: 1 });
      const { key } = await addCaller(hub, { providerGroups: groups });
      const serves = async (asked = model, session = 'one') =>
        (await bench.rig.rowOf(await ask(key, session, asked), 10_000)).provider_id === limitedId;
      return { serves, key };
    }

    it('open: serves whatever its limits say', async () => {
      await setPolicies({});
      const { serves } = await pair({ limitTotalUsd: '0.1' });
      expect([await serves(), await serves(), await serves()]).toEqual([true, true, true]);
    });

    it('closed: is passed over', async () => {
      await setPolicies(allMoney('closed'));
      const { serves } = await pair({ limitTotalUsd: '1000' });
      expect(await serves()).toBe(false);
    });

    it('local: is passed over when as much was spent here, and not before', async () => {
      await setPolicies(allMoney('local'));
      // Expected to cost 0.8192, and costs 0.0037.
      const cheap = await bench.pricedModel({ output: '100' });
      const { serves } = await pair({ limitTotalUsd: '0.25' });
      const seen: boolean[] = [];
      for (let asked = 0; asked < 6; asked += 1) seen.push(await serves(cheap, `s${asked}`));
      expect(seen).toEqual([true, true, true, true, true, true]);
    });

    it('local: holds nothing for an attempt that failed there', async () => {
      await setPolicies(allMoney('local'));
      const failing = await bench.pricedModel({ perRequest: '0.25' });
      bench.rig.upstream.script(failing, answers(503, '{}'));
      const { serves, key } = await pair({ limitTotalUsd: '0.3' });
      for (let asked = 0; asked < 4; asked += 1) await ask(key, `f${asked}`, failing);
      expect(await serves(model, 'then')).toBe(true);
    });
  });
});

describe('when Redis goes and comes back', () => {
  it('closed: refuses as well while counters are on their way back from PostgreSQL', async () => {
    await eventually('Redis is there', async () => {
      return (await ask(bench.rig.key)).headers['x-hub-degraded'] === undefined || undefined;
    });
    await setPolicies(allMoney('closed'));
    const { key } = await bench.caller({}, { limitTotalUsd: '1000' });
    const got = await ask(key);
    expectHubError(got, 'openai-chat', { status: 503, code: 'limits_unavailable', isFinal: false });
    expect(got.headers['x-hub-degraded']).toBeUndefined();
    await eventually('they are back', async () => (await ask(key)).status === 200 || undefined);
  });

  it('local money begins with what Redis told last, and the counters agree with the ledger afterwards', async () => {
    await setPolicies(allMoney('local'));
    const { key, keyId } = await bench.caller({}, { limitTotalUsd: '1' });
    await ask(key);
    await eventually('its counters are loaded', async () => {
      return (await bench.redis.hexists(`cch:{ledger}:spend:k${keyId}`, 'v')) === 1 || undefined;
    });
    expect((await ask(key)).headers['x-ratelimit-remaining']).toBe('0.75');
    await redis.kill();
    // Redis said 0.25 to the second request; what that one has cost it told nobody any more.
    expect(await statuses(key, 4)).toEqual([200, 200, 200, 429]);
    await redis.start();
    await eventually(
      'counters and ledger agree',
      async () => {
        await ask(key);
        const [row] = await bench.rig.ledger.query<{ spent: string }>(
          'SELECT (sum(cost_usd) * 1000000)::bigint::text AS spent FROM message_request WHERE key_id = $1',
          [keyId],
        );
        const [spent, signature] = await bench.redis.hmget(`cch:{ledger}:spend:k${keyId}`, 'total.m', 'v');
        return (signature !== null && spent === row?.spent) || undefined;
      },
      15_000,
    );
    expect((await ask(key)).status).toBe(429);
  }, 40_000);
});

it('a provider that is left while Redis is away gets back what was reserved there', async () => {
  const failing = await bench.pricedModel({ perRequest: '0.25' });
  const groups = [unique('group')];
  const { hub, upstream } = bench.rig;
  await hub.admin('POST', '/provider-groups', { name: groups[0] });
  const draft = { type: chat.providerType, url: upstream.url, groups, maxRetryAttempts: 1 };
  const providerId = await addProvider(hub, { ...draft, limitTotalUsd: '1000' });
  const { key } = await addCaller(hub, { providerGroups: groups });
  const held = () => bench.redis.hget(`cch:{ledger}:spend:p${providerId}`, 'h');
  const fail = gate();
  upstream.script(failing, after(fail.opened, answers(503, '{}')));
  const asked = ask(key, 'one', failing);
  await eventually('it is held', async () => (await held()) === '250000' || undefined);
  await redis.kill();
  fail.open();
  expect((await asked).status).toBeGreaterThanOrEqual(500);
  await redis.start();
  await eventually(
    'nothing is held',
    async () => (await held().catch(() => '')) === '0' || undefined,
    15_000,
  );
}, 40_000);
