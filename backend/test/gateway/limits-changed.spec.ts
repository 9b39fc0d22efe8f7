import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Got } from '../support/client';
import { dialectOf } from '../support/fake-upstream-dialects';
import { eventually } from '../support/hub-eventually';
import { LimitBench } from '../support/limit-bench';

const chat = dialectOf('openai-chat');
const FIVE_HOURS_S = 5 * 3600;

let bench: LimitBench;
/** A request for it costs 0.25. */
let model: string;
beforeAll(async () => {
  bench = await LimitBench.start(1);
  model = await bench.pricedModel({ perRequest: '0.25' });
});
afterAll(() => bench?.stop());

const ask = (key: string): Promise<Got> => bench.rig.ask(chat, model, { key });

/** Asks and has it answered. */
async function spend(key: string, requests: number): Promise<void> {
  for (let asked = 0; asked < requests; asked += 1) expect((await ask(key)).status).toBe(200);
}

async function refused(key: string): Promise<Got> {
  return eventually('it is refused', async () => {
    const got = await ask(key);
    return got.status === 429 ? got : undefined;
  });
}

function answered(key: string): Promise<Got> {
  return eventually('it is answered', async () => {
    const got = await ask(key);
    return got.status === 200 ? got : undefined;
  });
}

/** The ledger has it all. */
async function expectSpent(keyId: number, usd: string): Promise<void> {
  await eventually(`${usd} is spent`, async () => {
    const [row] = await bench.rig.ledger.query<{ spent: string }>(
      'SELECT trim_scale(sum(cost_usd))::text AS spent FROM message_request WHERE key_id = $1',
      [keyId],
    );
    return row?.spent === usd || undefined;
  });
}

describe('a limit', () => {
  it('lowered below what is used refuses at once, and raised again lets pass', async () => {
    const { key, keyId } = await bench.caller({}, { limitDailyUsd: '10' });
    await spend(key, 3);
    await expectSpent(keyId, '0.75');
    await bench.rig.hub.admin('PATCH', `/keys/${keyId}`, { limitDailyUsd: '0.5' });
    const got = await ask(key);
    expect(got.status).toBe(429);
    expect(got.headers).toMatchObject({
      'x-hub-error': 'spend_limit_reached',
      'x-ratelimit-limit': '0.5',
      'x-ratelimit-remaining': '0',
    });
    await bench.rig.hub.admin('PATCH', `/keys/${keyId}`, { limitDailyUsd: '0.751' });
    await spend(key, 1);
    await refused(key);
    await expectSpent(keyId, '1');
  });

  it('of requests lowered below what is used refuses at once, and taken away lets pass', async () => {
    const { key, userId } = await bench.caller({ rpmLimit: 10 });
    await spend(key, 5);
    await bench.rig.hub.admin('PATCH', `/users/${userId}`, { rpmLimit: 2 });
    const got = await ask(key);
    expect(got.status).toBe(429);
    expect(got.headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '0' });
    await bench.rig.hub.admin('PATCH', `/users/${userId}`, { rpmLimit: null });
    await spend(key, 3);
  });

  it('that is new counts what was spent before there was one', async () => {
    const { key, keyId } = await bench.caller({});
    await spend(key, 3);
    await expectSpent(keyId, '0.75');
    await bench.rig.hub.admin('PATCH', `/keys/${keyId}`, { limitMonthlyUsd: '0.75' });
    expect((await refused(key)).headers).toMatchObject({ 'x-hub-error': 'spend_limit_reached' });
  });

  it('of another window counts what was spent in it', async () => {
    const { key, keyId } = await bench.caller({}, { limitDailyUsd: '0.75' });
    await spend(key, 3);
    await refused(key);
    await expectSpent(keyId, '0.75');
    await bench.rig.hub.admin('PATCH', `/keys/${keyId}`, { limitDailyUsd: null, limit5hUsd: '0.75' });
    const got = await refused(key);
    expect(got.headers).toMatchObject({ 'x-ratelimit-type': 'spend_5h', 'x-ratelimit-remaining': '0' });
  });
});

describe('limits_reset_at', () => {
  it.each(['keys', 'users'])('of %s frees what was spent before', async (table) => {
    const limits = { limitTotalUsd: '0.5', limit5hUsd: '0.5', limitDailyUsd: '0.5' };
    const { key, keyId, userId } = await (table === 'keys' ? bench.caller({}, limits) : bench.caller(limits));
    await spend(key, 2);
    await refused(key);
    await expectSpent(keyId, '0.5');
    await bench.rig.ledger.query(`UPDATE ${table} SET limits_reset_at = now() WHERE id = $1`, [
      table === 'keys' ? keyId : userId,
    ]);
    await answered(key);
    await spend(key, 1);
    await refused(key);
    await expectSpent(keyId, '1');
  });

  it('of a user frees its keys as well', async () => {
    const { key, userId } = await bench.caller({}, { limitTotalUsd: '0.25' });
    await spend(key, 1);
    await refused(key);
    await bench.rig.ledger.query('UPDATE users SET limits_reset_at = now() WHERE id = $1', [userId]);
    await answered(key);
  });
});

describe('five hours', () => {
  const resetIn = ({ headers }: Got) => Number(headers['x-ratelimit-reset']) - Date.now() / 1000;

  it('that are fixed begin with the first use', async () => {
    const limits = { limit5hUsd: '0.75', limit5hResetMode: 'fixed' };
    const { key, keyId } = await bench.caller({}, limits);
    await spend(key, 3);
    const got = await refused(key);
    await expectSpent(keyId, '0.75');
    const [first] = await bench.rig.ledger.query<{ at: Date }>(
      `SELECT min(created_at) AS at FROM message_request WHERE key_id = $1 AND outcome = 'answered'`,
      [keyId],
    );
    const end = (first?.at.getTime() ?? 0) / 1000 + FIVE_HOURS_S;
    expect(Number(got.headers['x-ratelimit-reset'])).toBe(Math.ceil(end));
  });

  it('that are fixed are over five hours after it, whoever counts', async () => {
    const limits = { limit5hUsd: '0.5', limit5hResetMode: 'fixed' };
    const { key, keyId } = await bench.caller({}, limits);
    await spend(key, 2);
    await refused(key);
    await expectSpent(keyId, '0.5');
    const spendKey = `cch:{ledger}:spend:k${keyId}`;
    const start = Number(await bench.redis.hget(spendKey, '5h.s'));
    await bench.redis.hset(spendKey, '5h.s', start - FIVE_HOURS_S * 1000 - 1000);
    const got = await ask(key);
    expect(got.status).toBe(200);
    expect(got.headers['x-ratelimit-remaining']).toBe('0.5');
    const next = await ask(key);
    expect(resetIn(next)).toBeGreaterThan(FIVE_HOURS_S - 10);
    expect(resetIn(next)).toBeLessThanOrEqual(FIVE_HOURS_S + 1);
  });

  it('that roll give the oldest minute back first', async () => {
    const { key } = await bench.caller({}, { limit5hUsd: '0.25' });
    await spend(key, 1);
    const got = await eventually('its counters are loaded', async () => {
      const seen = await refused(key);
      // The window moves by whole minutes.
      return Number(seen.headers['x-ratelimit-reset']) % 60 === 0 ? seen : undefined;
    });
    expect(resetIn(got)).toBeGreaterThan(FIVE_HOURS_S - 61);
    // Just before a full minute the end of a window that is not loaded yet looks the same, a second later.
    expect(resetIn(got)).toBeLessThanOrEqual(FIVE_HOURS_S + 1);
  });
});
