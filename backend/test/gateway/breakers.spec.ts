import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { FailingPair, type FailingLane } from '../support/failing-pair';
import { dialectOf } from '../support/fake-upstream-dialects';
import { after, answers, standardAnswer } from '../support/fake-upstream-scripts';
import { Hub } from '../support/hub';
import { eventually, gate } from '../support/hub-eventually';
import { type OwnServer, startOwnRedis } from '../support/hub-own-servers';
import { createTestDatabase, type TestDatabase } from '../support/services';
import type { RunningRedis } from '../../../tools/runtime/redis.mjs';

const anthropic = dialectOf('anthropic');
const FAILS = answers(500, '{"type":"error","error":{"type":"api_error","message":"no"}}');
const ONE_ATTEMPT = { maxRetryAttempts: 1 };

async function untilState(lane: FailingLane, state: string, hub?: Hub): Promise<void> {
  await eventually(`the breaker is ${state}`, async () =>
    (await lane.circuit(hub)).state === state ? true : undefined,
  );
}

describe('two hubs on one Redis', () => {
  let pair: FailingPair;
  let second: Hub;
  beforeAll(async () => {
    pair = await FailingPair.start();
    second = await Hub.start({ stores: pair.hub.stores });
  });
  afterAll(async () => {
    await second?.stop();
    await pair?.stop();
  });
  afterEach(() => expect([pair.hub.isAlive, second.isAlive]).toEqual([true, true]));

  it('open a breaker after five failures in all, not five each', async () => {
    const lane = await pair.lane(anthropic, FAILS, ONE_ATTEMPT);
    const urls = [pair.hub.url, second.url, pair.hub.url, second.url];
    for (const url of urls) expect((await lane.ask(true, url)).status).toBe(200);
    await eventually('four failures are known to both', async () => {
      const circuits = await Promise.all([lane.circuit(), lane.circuit(second)]);
      return circuits.every(({ state, failures }) => state === 'closed' && failures === 4) || undefined;
    });
    expect((await lane.ask(true, second.url)).status).toBe(200);
    await untilState(lane, 'open');
    await untilState(lane, 'open', second);

    const calls = lane.failingCalls();
    expect(calls).toBe(5);
    const got = await lane.ask(true);
    expect((await lane.ask(true, second.url)).status).toBe(200);
    expect(lane.failingCalls()).toBe(calls);
    expect((await lane.rowOf(got)).provider_chain).toContainEqual({
      kind: 'skipped',
      providerId: lane.failingId,
      reason: 'circuit_open',
    });
    const { events } = await lane.circuit();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({ from: 'closed', to: 'open', cause: 'failures' });
    expect(`${pair.hub.log}${second.log}`.match(/"msg":"\[CircuitBreaker\][^"]*"/g)?.length).toBeGreaterThan(
      0,
    );
  });

  it('let no more trials through than the policy says, under 100 requests at once', async () => {
    const lane = await pair.lane(anthropic, FAILS, {
      ...ONE_ATTEMPT,
      circuitBreakerFailureThreshold: 1,
      circuitBreakerOpenDuration: 1000,
      circuitBreakerHalfOpenSuccessThreshold: 3,
    });
    await lane.ask(true);
    await untilState(lane, 'open', second);
    const release = gate();
    lane.script(after(release.opened, standardAnswer));
    const before = lane.failingCalls();
    await untilState(lane, 'half-open');
    await untilState(lane, 'half-open', second);

    const answersOfAll = Promise.all(
      Array.from({ length: 100 }, (_, at) => lane.ask(true, at % 2 === 0 ? pair.hub.url : second.url)),
    );
    await eventually('everybody else is served elsewhere', () =>
      lane.healthyCalls() >= 97 + 1 ? true : undefined,
    );
    expect(lane.failingCalls() - before).toBe(3);
    release.open();
    expect((await answersOfAll).every(({ status, isWhole }) => status === 200 && isWhole)).toBe(true);
    await untilState(lane, 'closed');
    await untilState(lane, 'closed', second);
  });

  it('open again when a trial fails, which no client notices', async () => {
    const lane = await pair.lane(anthropic, FAILS, {
      ...ONE_ATTEMPT,
      circuitBreakerFailureThreshold: 1,
      circuitBreakerOpenDuration: 1000,
    });
    await lane.ask(true);
    await untilState(lane, 'half-open');
    const got = await lane.ask(true);
    expect(got.body.toString()).toBe(lane.goodAnswer(true));
    await untilState(lane, 'open', second);
    const { events } = await lane.circuit();
    expect(events.map(({ cause }) => cause)).toEqual(['trial_failed', 'time_passed', 'failures']);
  });

  it('obey the operator at once, without a restart', async () => {
    const lane = await pair.lane(anthropic, standardAnswer, ONE_ATTEMPT);
    await pair.hub.admin('POST', `/providers/${lane.failingId}/circuit/open`);
    await untilState(lane, 'open', second);
    await lane.ask(true, second.url);
    expect(lane.failingCalls()).toBe(0);
    await second.admin('POST', `/providers/${lane.failingId}/circuit/reset`);
    await untilState(lane, 'closed');
    await lane.ask(true);
    expect(lane.failingCalls()).toBe(1);
  });

  it('never open for what the caller did, nor for a network that is not to count', async () => {
    const refused = answers(400, '{"type":"error","error":{"type":"invalid_request_error","message":"no"}}');
    const lane = await pair.lane(anthropic, refused, { ...ONE_ATTEMPT, circuitBreakerFailureThreshold: 1 });
    for (let at = 0; at < 3; at += 1) expect((await lane.ask(false)).status).toBe(400);
    const cut = await pair.lane(anthropic, ({ res }) => void res.socket?.destroy(), {
      ...ONE_ATTEMPT,
      circuitBreakerFailureThreshold: 1,
    });
    for (let at = 0; at < 3; at += 1) expect((await cut.ask(false)).status).toBe(200);
    expect([await lane.failures(), await cut.failures()]).toEqual([0, 0]);
    expect((await cut.circuit()).state).toBe('closed');
  });
});

it('count network errors when told to', async () => {
  const pair = await FailingPair.start({ env: { ENABLE_CIRCUIT_BREAKER_ON_NETWORK_ERRORS: 'true' } });
  try {
    const lane = await pair.lane(anthropic, ({ res }) => void res.socket?.destroy(), ONE_ATTEMPT);
    expect((await lane.ask(true)).status).toBe(200);
    expect(await lane.failures()).toBe(1);
  } finally {
    await pair.stop();
  }
});

describe('when Redis stops in the middle', () => {
  let database: TestDatabase;
  let own: { redis: OwnServer<RunningRedis>; release: () => Promise<void> };
  let pair: FailingPair;
  let second: Hub;
  beforeAll(async () => {
    own = await startOwnRedis();
    database = await createTestDatabase();
    const redisUrl = own.redis.server.url;
    const stores = { dsn: database.dsn, redisUrl, release: async () => undefined };
    pair = await FailingPair.start({ stores });
    second = await Hub.start({ stores });
  });
  afterAll(async () => {
    await second?.stop();
    await pair?.stop();
    await Promise.all([own?.release(), database?.drop()]);
  });

  it('requests go on, breakers work in memory, and the hubs agree again when it is back', async () => {
    const lane = await pair.lane(anthropic, FAILS, ONE_ATTEMPT);
    await lane.ask(true);
    await lane.ask(true, second.url);
    await own.redis.kill();
    for (let at = 0; at < 6; at += 1) expect((await lane.ask(true)).status).toBe(200);
    await untilState(lane, 'open');
    const calls = lane.failingCalls();
    expect((await lane.ask(true)).status).toBe(200);
    expect(lane.failingCalls()).toBe(calls);
    // The other one has seen fewer failures and goes on by itself.
    expect((await lane.circuit(second)).state).toBe('closed');
    expect((await lane.ask(true, second.url)).status).toBe(200);

    await own.redis.start();
    await untilState(lane, 'open', second);
    await untilState(lane, 'open');
  }, 60_000);
});
