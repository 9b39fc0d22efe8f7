import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { LimitsDesk, standingOf } from '../support/limits-desk';
import { takeRedisDatabase } from '../support/services';
import { Severable } from '../support/severable';

const NOW = '2026-03-29T10:30:30.000Z';
const LIMITS = { rpmLimit: 5, limitConcurrentSessions: 2, limitDailyUsd: '1' };

const cleanups: (() => Promise<unknown>)[] = [];
let app: AdminApp;
let desk: LimitsDesk;
let redis: Severable;
beforeAll(async () => {
  const database = await takeRedisDatabase();
  const { relay, address } = await Severable.before(database.url, 6379);
  redis = relay;
  app = await startAdminApp({ REDIS_URL: address });
  desk = new LimitsDesk(app);
  desk.setClock(NOW);
  cleanups.push(
    () => app.stop(),
    () => relay.sever(),
    () => database.release(),
  );
});
afterAll(async () => {
  for (const clean of cleanups) await clean();
});

it('without Redis tells what was spent, resets it, and says of the rest that it is not known', async () => {
  const id = await desk.user(LIMITS);
  await desk.spend({ user_id: id }, { '2026-03-29T10:00:00.000Z': '0.25' });
  await redis.sever();
  await vi.waitFor(async () =>
    expect(standingOf(await desk.usage('users', id), 'spend_daily')).toMatchObject({ reserved: null }),
  );
  const usage = await desk.usage('users', id);
  for (const kind of ['rpm', 'concurrent_sessions'] as const) {
    expect(standingOf(usage, kind)).toMatchObject({ limit: expect.any(String), used: null, remaining: null });
  }
  expect(standingOf(usage, 'spend_daily')).toMatchObject({
    limit: '1',
    used: '0.25',
    reserved: null,
    remaining: '0.75',
  });
  expect(standingOf(await desk.reset('users', id), 'spend_daily')).toMatchObject({
    used: '0',
    remaining: '1',
  });

  await redis.restore();
  await vi.waitFor(
    async () =>
      expect(standingOf(await desk.usage('users', id), 'rpm')).toMatchObject({ used: '0', remaining: '5' }),
    { timeout: 10_000, interval: 50 },
  );
});

it('says so when limits are switched off, and counts nothing then', async () => {
  const off = await startAdminApp({ ENABLE_RATE_LIMIT: 'false' });
  cleanups.unshift(() => off.stop());
  const offDesk = new LimitsDesk(off);
  offDesk.setClock(NOW);
  const id = await offDesk.user(LIMITS);
  await offDesk.spend({ user_id: id }, { '2026-03-29T10:00:00.000Z': '0.25' });
  const usage = await offDesk.usage('users', id);
  expect(usage.isEnforced).toBe(false);
  expect(standingOf(usage, 'rpm')).toMatchObject({ limit: '5', used: null });
  expect(standingOf(usage, 'spend_daily')).toMatchObject({ used: '0.25', reserved: null, remaining: '0.75' });
});
