import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KEYS } from '../../src/platform/redis/keyspace';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { LimitsDesk, standingOf, usedOf } from '../support/limits-desk';

const NOW = '2026-03-29T10:30:30.000Z'; // a Sunday, on which Berlin's clocks were set forward

let app: AdminApp;
let desk: LimitsDesk;
let redis: Redis;

beforeAll(async () => {
  app = await startAdminApp();
  desk = new LimitsDesk(app);
  redis = new Redis(app.config.REDIS_URL);
  await app.client.patch('/api/v1/settings', { timeZone: 'Europe/Berlin' });
});
afterAll(async () => {
  redis?.disconnect();
  await app?.stop();
});
beforeEach(() => desk.setClock(NOW));

/** One amount on either side of where each window begins; each digit of a sum tells which of them it holds. */
const COSTS = {
  '2026-02-28T22:59:59.999Z': '1000',
  '2026-02-28T23:00:00.000Z': '100',
  '2026-03-22T22:59:59.999Z': '10',
  '2026-03-22T23:00:00.000Z': '1',
  '2026-03-28T22:59:59.999Z': '0.1',
  '2026-03-28T23:00:00.000Z': '0.01',
  '2026-03-29T05:30:59.999Z': '0.001',
  '2026-03-29T05:31:00.000Z': '0.0001',
  '2026-03-29T10:30:29.000Z': '0.000010000000001',
};
const COUNTED = { reserved: null, windowStart: null, resetAt: null, resetsGradually: true };

describe('a user', () => {
  it('without limits shows what was spent all the same', async () => {
    const id = await desk.user();
    await desk.spend({ user_id: id }, COSTS);
    await desk.spend({ user_id: id, outcome: 'lost' }, { '2026-03-29T10:00:00.000Z': '5' });
    await desk.spend({ user_id: id + 1000 }, { '2026-03-29T10:00:00.000Z': '7' });
    const none = { limit: null, remaining: null, reserved: '0' };
    expect(await desk.usage('users', id)).toEqual({
      subject: 'user',
      id,
      isEnforced: true,
      limitsResetAt: null,
      limits: [
        { ...COUNTED, kind: 'rpm', limit: null, used: null, remaining: null, mode: 'rolling' },
        { ...COUNTED, kind: 'concurrent_sessions', limit: null, used: null, remaining: null, mode: null },
        {
          ...none,
          kind: 'spend_5h',
          used: '0.000110000000001',
          mode: 'rolling',
          windowStart: '2026-03-29T05:31:00.000Z',
          resetAt: null,
          resetsGradually: true,
        },
        {
          ...none,
          kind: 'spend_daily',
          used: '0.011110000000001',
          mode: 'fixed',
          windowStart: '2026-03-28T23:00:00.000Z',
          resetAt: '2026-03-29T22:00:00.000Z',
          resetsGradually: false,
        },
        {
          ...none,
          kind: 'spend_weekly',
          used: '1.111110000000001',
          mode: 'fixed',
          windowStart: '2026-03-22T23:00:00.000Z',
          resetAt: '2026-03-29T22:00:00.000Z',
          resetsGradually: false,
        },
        {
          ...none,
          kind: 'spend_monthly',
          used: '111.111110000000001',
          mode: 'fixed',
          windowStart: '2026-02-28T23:00:00.000Z',
          resetAt: '2026-03-31T22:00:00.000Z',
          resetsGradually: false,
        },
        {
          ...none,
          kind: 'spend_total',
          used: '1111.111110000000001',
          mode: null,
          windowStart: null,
          resetAt: null,
          resetsGradually: false,
        },
      ],
    });
  });

  it('with limits shows what is left of them, to the last digit and never less than nothing', async () => {
    const id = await desk.user({
      rpmLimit: 60,
      limitConcurrentSessions: 3,
      limit5hUsd: '1.5',
      limitDailyUsd: '0.011111',
      limitMonthlyUsd: '100',
      limitTotalUsd: 0,
    });
    await desk.spend({ user_id: id }, COSTS);
    const usage = await desk.usage('users', id);
    const left = usage.limits.map(({ kind, limit, remaining }) => [kind, limit, remaining]);
    expect(left).toEqual([
      ['rpm', '60', '60'],
      ['concurrent_sessions', '3', '3'],
      ['spend_5h', '1.5', '1.499889999999999'],
      ['spend_daily', '0.011111', '0.000000999999999'],
      ['spend_weekly', null, null],
      ['spend_monthly', '100', '0'],
      ['spend_total', null, null],
    ]);
  });

  it('takes the windows that its modes say', async () => {
    const modes = { limit5hResetMode: 'fixed', dailyResetMode: 'rolling', dailyResetTime: '09:00' };
    const id = await desk.user(modes);
    expect(standingOf(await desk.usage('users', id), 'spend_5h')).toMatchObject({
      used: '0',
      mode: 'fixed',
      windowStart: null,
      resetAt: null,
    });
    await desk.spend(
      { user_id: id },
      {
        '2026-03-28T10:30:59.999Z': '100',
        '2026-03-28T10:31:00.000Z': '10',
        '2026-03-29T08:00:00.000Z': '1',
        '2026-03-29T10:00:00.000Z': '0.1',
      },
    );
    const usage = await desk.usage('users', id);
    expect(standingOf(usage, 'spend_5h')).toMatchObject({
      used: '1.1',
      windowStart: '2026-03-29T08:00:00.000Z',
      resetAt: '2026-03-29T13:00:00.000Z',
      resetsGradually: false,
    });
    expect(standingOf(usage, 'spend_daily')).toMatchObject({
      used: '11.1',
      mode: 'rolling',
      windowStart: '2026-03-28T10:31:00.000Z',
      resetAt: null,
      resetsGradually: true,
    });
  });

  it('begins its days at its own time', async () => {
    const id = await desk.user({ dailyResetTime: '12:00' });
    await desk.spend(
      { user_id: id },
      { '2026-03-29T09:59:59.999Z': '1', '2026-03-29T10:00:00.000Z': '2' }, // noon by the clocks of summer
    );
    expect(standingOf(await desk.usage('users', id), 'spend_daily')).toMatchObject({
      used: '2',
      windowStart: '2026-03-29T10:00:00.000Z',
      resetAt: '2026-03-30T10:00:00.000Z',
    });
  });

  it('is counted anew when the time zone of the hub changes', async () => {
    const id = await desk.user();
    await desk.spend({ user_id: id }, COSTS);
    await app.client.patch('/api/v1/settings', { timeZone: 'UTC' });
    expect(usedOf(await desk.usage('users', id))).toMatchObject({
      spend_daily: '0.001110000000001',
      spend_weekly: '0.111110000000001',
      spend_monthly: '11.111110000000001',
    });
    await app.client.patch('/api/v1/settings', { timeZone: 'Europe/Berlin' });
  });

  it('may have its limits lowered below what it has spent', async () => {
    const id = await desk.user({ limitTotalUsd: '10' });
    await desk.spend({ user_id: id }, { '2026-03-29T10:00:00.000Z': '7' });
    const lowered = await app.client.patch(`/api/v1/users/${id}`, { limitTotalUsd: '0.5' });
    expect(lowered.status).toBe(200);
    expect(standingOf(await desk.usage('users', id), 'spend_total')).toMatchObject({
      limit: '0.5',
      used: '7',
      remaining: '0',
    });
  });
});

it('keys and providers have windows of their own', async () => {
  const [userId, providerId] = [await desk.user(), await desk.provider({ limitDailyUsd: '2' })];
  const [keyId, otherKeyId] = [await desk.key(userId, { limitDailyUsd: '1' }), await desk.key(userId)];
  const at = '2026-03-29T10:00:00.000Z';
  await desk.spend({ user_id: userId, key_id: keyId, provider_id: providerId }, { [at]: '0.25' });
  await desk.spend({ user_id: userId, key_id: otherKeyId }, { [at]: '0.5' });
  const remaining = async (...[plural, id]: Parameters<LimitsDesk['usage']>) =>
    standingOf(await desk.usage(plural, id), 'spend_daily')?.remaining;
  expect(await remaining('keys', keyId)).toBe('0.75');
  expect(await remaining('providers', providerId)).toBe('1.75');
  expect(usedOf(await desk.usage('users', userId))['spend_daily']).toBe('0.75');
  const { limits } = await desk.usage('providers', providerId);
  expect(limits.map(({ kind }) => kind)).not.toContain('rpm');
});

it('counts requests, sessions and reservations as Redis has them', async () => {
  const id = await desk.user({ rpmLimit: 3, limitConcurrentSessions: 5, limitDailyUsd: '2' });
  const now = Date.now();
  await redis.zadd(KEYS.recentRequests(`u${id}`), now - 61_000, 'a', now - 30_000, 'b', now, 'c');
  const ttl = app.config.SESSION_TTL * 1000;
  await redis.zadd(KEYS.activeSessions(`u${id}`), now - ttl - 1000, 'a', now - ttl + 60_000, 'b', now, 'c');
  await redis.hset(KEYS.spend(`u${id}`), 'h', '1200001');
  await desk.spend({ user_id: id }, { '2026-03-29T10:00:00.000Z': '0.5' });
  const usage = await desk.usage('users', id);
  expect(standingOf(usage, 'rpm')).toMatchObject({ limit: '3', used: '2', remaining: '1' });
  expect(standingOf(usage, 'concurrent_sessions')).toMatchObject({ limit: '5', used: '2', remaining: '3' });
  expect(standingOf(usage, 'spend_daily')).toMatchObject({
    used: '0.5',
    reserved: '1.200001',
    remaining: '0.299999',
  });
});
