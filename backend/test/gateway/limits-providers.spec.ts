import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Got } from '../support/client';
import { complaintOf, OPENINGS } from '../support/failing-answers';
import { dialectOf } from '../support/fake-upstream-dialects';
import { FakeUpstream } from '../support/fake-upstream';
import { after, answers, neverAnswers, standardAnswer, streams } from '../support/fake-upstream-scripts';
import { eventually, gate } from '../support/hub-eventually';
import type { Row } from '../support/hub-ledger';
import { addCaller, addProvider, unique } from '../support/hub-rig';
import { LimitBench } from '../support/limit-bench';

const chat = dialectOf('openai-chat');

let bench: LimitBench;
let second: FakeUpstream;
/** A request for it costs 0.25. */
let model: string;
beforeAll(async () => {
  [bench, second] = await Promise.all([LimitBench.start(1), FakeUpstream.start()]);
  model = await bench.pricedModel({ perRequest: '0.25' });
});
afterAll(async () => {
  await second?.stop();
  await bench?.stop();
});

/** A caller whose first choice has limits, and whose second one has none. */
async function pair(limits: Readonly<Record<string, unknown>>, hasSecond = true) {
  const { hub, upstream } = bench.rig;
  const groups = [unique('group')];
  await hub.admin('POST', '/provider-groups', { name: groups[0] });
  const common = { type: 'openai-compatible' as const, groups, maxRetryAttempts: 1 };
  const draft = { ...common, circuitBreakerFailureThreshold: 0 };
  const limitedId = await addProvider(hub, { ...draft, url: upstream.url, ...limits });
  const otherId = hasSecond ? await addProvider(hub, { ...draft, url: second.url, priority: 1 }) : 0;
  return { ...(await addCaller(hub, { providerGroups: groups })), groups, limitedId, otherId };
}

function ask(key: string, session = unique('session'), asked = model): Promise<Got> {
  return bench.rig.ask(chat, asked, { key, headers: ['x-session-id', session] });
}

async function rowOf(key: string, session?: string, asked?: string): Promise<Row> {
  return bench.rig.rowOf(await ask(key, session, asked));
}

/** Once, however often it was looked at. */
function expectPassedOver(row: Row, providerId: number): void {
  const skipped = row.provider_chain.filter(
    (decision) => decision['kind'] === 'skipped' && decision['providerId'] === providerId,
  );
  expect(skipped).toEqual([{ kind: 'skipped', providerId, reason: 'limit_reached' }]);
}

async function heldAt(providerId: number): Promise<string> {
  return (await bench.redis.hget(`cch:{ledger}:spend:p${providerId}`, 'h')) ?? '0';
}

function sessionsAt(providerId: number): Promise<number> {
  return bench.redis.zcard(`cch:{ledger}:sessions:p${providerId}`);
}

describe('a provider that is at its limit', () => {
  it.each([
    ['5 hours', { limit5hUsd: '0.5' }],
    ['5 hours from the first use', { limit5hUsd: '0.5', limit5hResetMode: 'fixed' }],
    ['a day', { limitDailyUsd: '0.5' }],
    ['24 hours', { limitDailyUsd: '0.5', dailyResetMode: 'rolling' }],
    ['a week', { limitWeeklyUsd: '0.5' }],
    ['a month', { limitMonthlyUsd: '0.5' }],
    ['all time', { limitTotalUsd: '0.5' }],
  ])('of money in %s is passed over, and the client learns nothing of it', async (_, limits) => {
    const { key, limitedId, otherId } = await pair(limits);
    expect((await rowOf(key)).provider_id).toBe(limitedId);
    expect((await rowOf(key)).provider_id).toBe(limitedId);
    const got = await ask(key);
    expect(got.status).toBe(200);
    expect(got.headers['x-ratelimit-limit']).toBeUndefined();
    const row = await bench.rig.rowOf(got);
    expect(row).toMatchObject({ provider_id: otherId, outcome: 'answered' });
    expectPassedOver(row, limitedId);
  });

  it('and the only one: nobody is left', async () => {
    const { key, limitedId } = await pair({ limitDailyUsd: '0.25' }, false);
    expect((await ask(key)).status).toBe(200);
    const got = await ask(key);
    expect(got.status).toBe(503);
    expect(got.headers['x-hub-error']).toBe('no_provider');
    expectPassedOver(await bench.rig.rowOf(got), limitedId);
    // What was spent counts when the limit is raised, and it does not when spend is reset.
    await bench.rig.hub.admin('PATCH', `/providers/${limitedId}`, { limitDailyUsd: '0.3' });
    await eventually('it serves again', async () => (await ask(key)).status === 200 || undefined);
    expect((await ask(key)).status).toBe(503);
    await bench.rig.ledger.query('UPDATE providers SET limits_reset_at = now() WHERE id = $1', [limitedId]);
    await eventually('it serves again', async () => (await ask(key)).status === 200 || undefined);
  });

  it('counts its own spend, whoever asks', async () => {
    const { key, groups, limitedId, otherId } = await pair({ limitTotalUsd: '0.5' });
    const other = await addCaller(bench.rig.hub, { providerGroups: groups });
    expect((await rowOf(key)).provider_id).toBe(limitedId);
    expect((await rowOf(other.key)).provider_id).toBe(limitedId);
    expect((await rowOf(other.key)).provider_id).toBe(otherId);
  });

  it('of money lets go of a session that is bound to it', async () => {
    const { key, limitedId, otherId } = await pair({ limitTotalUsd: '0.5' });
    const session = unique('bound');
    expect((await rowOf(key, session)).provider_id).toBe(limitedId);
    expect((await rowOf(key, session)).provider_id).toBe(limitedId);
    const row = await rowOf(key, session);
    expect(row.provider_id).toBe(otherId);
    expect(row.provider_chain).toContainEqual({
      kind: 'released',
      providerId: limitedId,
      reason: 'limit_reached',
    });
  });
});

describe('a provider whose sessions are all taken', () => {
  it('is passed over by others and keeps those that it has', async () => {
    const { key, limitedId, otherId } = await pair({ limitConcurrentSessions: 1 });
    const at = async (session: string) => (await rowOf(key, session)).provider_id;
    expect(await at('first')).toBe(limitedId);
    const row = await rowOf(key, 'second');
    expect(row.provider_id).toBe(otherId);
    expectPassedOver(row, limitedId);
    expect([await at('first'), await at('second'), await at('third'), await at('first')]).toEqual([
      limitedId,
      otherId,
      otherId,
      limitedId,
    ]);
    expect(await sessionsAt(limitedId)).toBe(1);
  });

  it('of twenty sessions at once takes as many as it may', async () => {
    const { key, limitedId } = await pair({ limitConcurrentSessions: 3 });
    const rows = await Promise.all(Array.from({ length: 20 }, (_, at) => rowOf(key, `s${at}`)));
    expect(rows.filter((row) => row.provider_id === limitedId)).toHaveLength(3);
    expect(rows.filter((row) => row.outcome === 'answered')).toHaveLength(20);
  });
});

describe('an attempt that fails', () => {
  const LIMITS = { limitConcurrentSessions: 1, limitTotalUsd: '1000' };

  it('gives its place and its reservation back at once', async () => {
    const failing = await bench.pricedModel({ perRequest: '0.25' });
    const { key, limitedId, otherId } = await pair(LIMITS);
    bench.rig.upstream.script(failing, answers(503, '{}'));
    expect((await rowOf(key, 'first', failing)).provider_id).toBe(otherId);
    await eventually('its place is free', async () => (await sessionsAt(limitedId)) === 0 || undefined);
    expect(await heldAt(limitedId)).toBe('0');
    expect((await rowOf(key, 'second')).provider_id).toBe(limitedId);
  });

  it('does not take the place of a session that had it before', async () => {
    const failing = await bench.pricedModel({ perRequest: '0.25' });
    const { key, limitedId, otherId } = await pair(LIMITS);
    bench.rig.upstream.script(failing, answers(503, '{}'));
    expect((await rowOf(key, 'first')).provider_id).toBe(limitedId);
    expect((await rowOf(key, 'first', failing)).provider_id).toBe(otherId);
    expect(await sessionsAt(limitedId)).toBe(1);
    expect((await rowOf(key, 'second')).provider_id).toBe(otherId);
  });

  it('does not take the place of a session whose other request goes on', async () => {
    const slow = await bench.pricedModel({ perRequest: '0.25' });
    const failing = await bench.pricedModel({ perRequest: '0.25' });
    const { key, limitedId, otherId } = await pair(LIMITS);
    const [fail, answer] = [gate(), gate()];
    bench.rig.upstream.script(failing, after(fail.opened, answers(503, '{}')));
    bench.rig.upstream.script(slow, after(answer.opened, standardAnswer));
    const first = rowOf(key, 'shared', failing);
    await eventually('the first is there', async () => (await heldAt(limitedId)) === '250000' || undefined);
    const other = rowOf(key, 'shared', slow);
    await eventually('both are there', async () => (await heldAt(limitedId)) === '500000' || undefined);
    fail.open();
    expect((await first).provider_id).toBe(otherId);
    await eventually('the first has left', async () => (await heldAt(limitedId)) === '250000' || undefined);
    expect(await sessionsAt(limitedId)).toBe(1);
    answer.open();
    expect((await other).provider_id).toBe(limitedId);
  });

  it('or whose client leaves holds nothing afterwards', async () => {
    const hanging = await bench.pricedModel({ perRequest: '0.25' });
    const { key, limitedId } = await pair(LIMITS);
    bench.rig.upstream.script(hanging, neverAnswers);
    const left = new AbortController();
    const asked = fetch(`${bench.rig.hub.url}${chat.path(hanging, false)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: chat.request(hanging, false),
      signal: left.signal,
    }).catch(() => undefined);
    await eventually('it is held', async () => (await heldAt(limitedId)) === '250000' || undefined);
    left.abort();
    await asked;
    await eventually('nothing is held', async () => (await heldAt(limitedId)) === '0' || undefined);
  });

  it('all attempts of a request fail: nobody holds anything', async () => {
    const failing = await bench.pricedModel({ perRequest: '0.25' });
    const { key, limitedId } = await pair(LIMITS, false);
    bench.rig.upstream.script(
      failing,
      streams([...OPENINGS['openai-chat'], complaintOf('openai-chat', 'broken').frame]),
    );
    const got = await ask(key, 'first', failing);
    expect(got.status).toBeGreaterThanOrEqual(500);
    await eventually('nothing is held', async () => (await heldAt(limitedId)) === '0' || undefined);
  });
});
