import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LimitUsageView } from '../../src/rate-limit/limit-usage.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { LimitsDesk, standingOf, usedOf } from '../support/limits-desk';

const NOW = '2026-03-29T10:30:30.000Z';

let app: AdminApp;
let desk: LimitsDesk;
beforeAll(async () => {
  app = await startAdminApp();
  desk = new LimitsDesk(app);
  await app.client.patch('/api/v1/settings', { timeZone: 'Europe/Berlin' });
});
afterAll(() => app?.stop());
beforeEach(() => desk.setClock(NOW));

describe('a reset', () => {
  const BEFORE = '2026-03-29T10:30:00.000Z';
  const AFTER = '2026-03-29T10:30:50.000Z';

  it('lets every window of a user begin anew, and those of its keys', async () => {
    const userId = await desk.user({ limit5hResetMode: 'fixed' });
    const keyId = await desk.key(userId, { limitTotalUsd: '10' });
    const who = { user_id: userId, key_id: keyId };
    await desk.spend(who, { [BEFORE]: '3', '2026-03-01T00:00:00.000Z': '4' });

    const reset = await desk.reset('users', userId);
    const { limitsResetAt } = reset;
    expect(Math.abs(Date.parse(limitsResetAt ?? '') - Date.parse(NOW))).toBeLessThan(10_000);
    expect(Object.values(usedOf(reset)).filter((used) => used !== null)).toEqual(['0', '0', '0', '0', '0']);
    expect(standingOf(reset, 'spend_total')).toMatchObject({ windowStart: limitsResetAt });
    expect(standingOf(reset, 'spend_monthly')).toMatchObject({
      windowStart: limitsResetAt,
      resetAt: '2026-03-31T22:00:00.000Z',
    });
    expect(standingOf(reset, 'spend_5h')).toMatchObject({ windowStart: null, resetAt: null });

    const ofKey = await desk.usage('keys', keyId);
    expect(ofKey.limitsResetAt).toBe(limitsResetAt);
    expect(standingOf(ofKey, 'spend_total')).toMatchObject({ used: '0', remaining: '10' });

    await desk.spend(who, { [AFTER]: '1' });
    desk.setClock('2026-03-29T10:31:00.000Z');
    const later = await desk.usage('users', userId);
    expect(usedOf(later)).toMatchObject({ spend_5h: '1', spend_daily: '1', spend_total: '1' });
    expect(standingOf(later, 'spend_5h')).toMatchObject({ windowStart: AFTER });
    expect(usedOf(await desk.usage('keys', keyId))['spend_total']).toBe('1');
  });

  it('of a key leaves its user and its sisters alone, and the later one of both holds for the key', async () => {
    const userId = await desk.user();
    const [keyId, sisterId] = [await desk.key(userId), await desk.key(userId)];
    for (const key_id of [keyId, sisterId]) await desk.spend({ user_id: userId, key_id }, { [BEFORE]: '1' });
    const { limitsResetAt: first } = await desk.reset('keys', keyId);
    expect(usedOf(await desk.usage('keys', sisterId))['spend_total']).toBe('1');
    expect(usedOf(await desk.usage('users', userId))['spend_total']).toBe('2');

    app.clock.advance(60_000);
    const { limitsResetAt: second } = await desk.reset('users', userId);
    expect((await desk.usage('keys', keyId)).limitsResetAt).toBe(second);
    app.clock.advance(-120_000);
    const { limitsResetAt: third } = await desk.reset('keys', keyId);
    expect(third).toBe(second); // set back clocks: the user's reset is still the later one
    expect(Date.parse(second ?? '')).toBeGreaterThan(Date.parse(first ?? ''));
  });

  it('of a provider is shown in its view', async () => {
    const id = await desk.provider();
    await desk.spend({ provider_id: id }, { [BEFORE]: '1' });
    const { limitsResetAt, limits } = await desk.reset('providers', id);
    expect(limits.find(({ kind }) => kind === 'spend_total')?.used).toBe('0');
    expect((await app.client.get<LimitUsageView>(`/api/v1/providers/${id}`)).body).toMatchObject({
      limitsResetAt,
    });
  });

  it('of a day ahead, after clocks were set back, counts nothing until then', async () => {
    const id = await desk.user({ limitTotalUsd: '1' });
    app.clock.advance(3 * 86_400_000);
    await desk.reset('users', id);
    desk.setClock(NOW);
    await desk.spend({ user_id: id }, { [BEFORE]: '1' });
    expect(standingOf(await desk.usage('users', id), 'spend_total')).toMatchObject({
      used: '0',
      remaining: '1',
    });
  });
});

it.each(['users', 'keys', 'providers'] as const)(
  'knows none of the %s that are not there',
  async (plural) => {
    const missing = [999_999];
    if (plural === 'users') missing.push(await desk.user());
    if (plural === 'keys') missing.push(await desk.key(await desk.user()));
    if (plural === 'providers') missing.push(await desk.provider());
    const [, deleted] = missing;
    await app.client.delete(`/api/v1/${plural}/${deleted}`);
    for (const id of missing) {
      const path = `/api/v1/${plural}/${id}`;
      expect((await app.client.get(`${path}/limit-usage`)).body.code).toBe('not_found');
      expect((await app.client.post(`${path}/limits/reset`)).body.code).toBe('not_found');
    }
  },
);
