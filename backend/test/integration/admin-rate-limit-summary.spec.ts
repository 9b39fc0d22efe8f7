import { LIMIT_KINDS } from '@cch/contracts/limit-kinds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RateLimitSummaryView } from '../../src/rate-limit/rate-limit-summary.dto';
import type { SettledLedgerRow } from '../../src/usage/ledger-row';
import { LedgerStore } from '../../src/usage/ledger-store';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { refusedRow } from '../support/ledger-rows';
import { LimitsDesk } from '../support/limits-desk';

const PATH = '/api/v1/rate-limit-events';

let app: AdminApp;
let desk: LimitsDesk;
beforeAll(async () => {
  app = await startAdminApp({ TZ: 'Europe/Berlin' });
  desk = new LimitsDesk(app);
});
afterAll(() => app?.stop());

const insert = (...rows: SettledLedgerRow[]) => new LedgerStore(app.database).insert(JSON.stringify(rows));

const summary = async (query: string) => {
  const answer = await app.client.get<RateLimitSummaryView>(`${PATH}/summary?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

describe('the summary', () => {
  // Berlin's clocks are set forward at 2026-03-29T01:00Z.
  const NIGHT = 'from=2026-03-28T23:30:00Z&to=2026-03-29T02:00:00Z';
  const ids = { ada: 0, grace: 0, laptop: 0 };

  beforeAll(async () => {
    ids.ada = await desk.user({ name: 'Ada L.' });
    ids.grace = await desk.user({ name: 'Grace' });
    ids.laptop = await desk.key(ids.ada, { name: 'laptop' });
    const ada = { user_id: ids.ada, key_id: ids.laptop };
    const grace = { user_id: ids.grace, key_id: 700 };
    await insert(
      refusedRow('2026-03-28T23:29:59.999Z', ada),
      refusedRow('2026-03-28T23:30:00.000Z', ada),
      refusedRow('2026-03-29T00:59:59.999Z', ada, { kind: 'spend_daily', subject: 'user' }),
      refusedRow('2026-03-29T00:30:00.000Z', grace),
      refusedRow('2026-03-29T01:00:00.000Z', { ...ada, key_id: 701 }),
      refusedRow('2026-03-29T02:00:00.000Z', grace),
    );
    await app.client.delete(`/api/v1/users/${ids.grace}`);
  });

  const counts = (kinds: object) => ({
    ...Object.fromEntries(LIMIT_KINDS.map((kind) => [kind, 0])),
    ...kinds,
  });

  it('counts by the hour on the clocks of the hub, with names', async () => {
    expect(await summary(NIGHT)).toEqual({
      from: '2026-03-28T23:30:00.000Z',
      to: '2026-03-29T02:00:00.000Z',
      bucket: 'hour',
      timeZone: 'Europe/Berlin',
      total: 4,
      kinds: counts({ rpm: 3, spend_daily: 1 }),
      affectedUsers: 2,
      affectedKeys: 3,
      buckets: [
        { start: '2026-03-28T23:00:00.000Z', total: 1, kinds: counts({ rpm: 1 }) },
        { start: '2026-03-29T00:00:00.000Z', total: 2, kinds: counts({ rpm: 1, spend_daily: 1 }) },
        { start: '2026-03-29T01:00:00.000Z', total: 1, kinds: counts({ rpm: 1 }) },
      ],
      users: [
        { id: ids.ada, name: 'Ada L.', count: 3 },
        { id: ids.grace, name: 'Grace', count: 1 },
      ],
      keys: [
        { id: ids.laptop, name: 'laptop', userId: ids.ada, userName: 'Ada L.', count: 2 },
        { id: 700, name: null, userId: ids.grace, userName: 'Grace', count: 1 },
        { id: 701, name: null, userId: ids.ada, userName: 'Ada L.', count: 1 },
      ],
    });
  });

  it('counts by the day of the hub, days without any included', async () => {
    const days = async () => {
      const { buckets } = await summary('bucket=day&from=2026-03-27T12:00:00Z&to=2026-03-30T12:00:00Z');
      return buckets.map(({ start, total }) => [start, total]);
    };
    expect(await days()).toEqual([
      ['2026-03-26T23:00:00.000Z', 0],
      ['2026-03-27T23:00:00.000Z', 0],
      ['2026-03-28T23:00:00.000Z', 6],
      ['2026-03-29T22:00:00.000Z', 0],
    ]);
    await app.client.patch('/api/v1/settings', { timeZone: 'Asia/Kolkata' });
    expect(await days()).toEqual([
      ['2026-03-26T18:30:00.000Z', 0],
      ['2026-03-27T18:30:00.000Z', 0],
      ['2026-03-28T18:30:00.000Z', 6],
      ['2026-03-29T18:30:00.000Z', 0],
    ]);
    await app.client.patch('/api/v1/settings', { timeZone: null });
  });

  it('filters as the list does', async () => {
    expect(await summary(`${NIGHT}&userId=${ids.grace}`)).toMatchObject({ total: 1, affectedUsers: 1 });
    expect(await summary(`${NIGHT}&keyId=${ids.laptop}&kind=spend_daily`)).toMatchObject({ total: 1 });
    expect(await summary(`${NIGHT}&subject=user`)).toMatchObject({ total: 1, affectedKeys: 1 });
    expect(await summary(`${NIGHT}&subject=provider`)).toMatchObject({
      total: 0,
      affectedUsers: 0,
      affectedKeys: 0,
      users: [],
      keys: [],
    });
  });

  it('names the ten that were refused most often, and counts the others', async () => {
    const rows = Array.from({ length: 12 }, (_, n) =>
      Array.from({ length: n + 1 }, () =>
        refusedRow('2026-02-01T12:00:00.000Z', { user_id: 800 + n, key_id: 900 + n }),
      ),
    );
    await insert(...rows.flat());
    const { users, keys, affectedUsers, affectedKeys, total } = await summary(
      'from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z',
    );
    expect(users.map(({ id, count }) => [id, count])).toEqual(
      Array.from({ length: 10 }, (_, n) => [811 - n, 12 - n]),
    );
    expect(keys).toHaveLength(10);
    expect([affectedUsers, affectedKeys, total]).toEqual([12, 12, 78]);
  });

  it('ends now and goes back a day, or thirty, when nothing is said', async () => {
    desk.setClock('2026-03-29T02:00:30.000Z');
    const byHour = await summary('');
    expect(byHour.buckets).toHaveLength(25);
    expect([byHour.from.slice(0, 16), byHour.to.slice(0, 16)]).toEqual([
      '2026-03-28T02:00',
      '2026-03-29T02:00',
    ]);
    expect(byHour.total).toBe(6);
    const byDay = await summary('bucket=day');
    expect(byDay.from.slice(0, 16)).toBe('2026-02-27T02:00');
    expect(byDay.buckets).toHaveLength(31);
    const upTo = await summary('to=2026-03-28T23:30:00Z');
    expect([upTo.from, upTo.total]).toEqual(['2026-03-27T23:30:00.000Z', 1]);
  });

  it('takes a whole month by the hour and a year by the day', async () => {
    const month = await summary('from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z');
    expect(month.buckets).toHaveLength(31 * 24);
    const year = await summary('bucket=day&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z');
    expect(year.buckets).toHaveLength(366); // 365 and the hour that Berlin is ahead
    expect(year.buckets.reduce((sum, { total }) => sum + total, 0)).toBe(year.total);
  });

  it.each([
    ['bucket=minute', 'bucket', 'not_a_choice'],
    ['from=2026-03-01T00:00:00Z&to=2026-03-01T00:00:00Z', 'from', 'out_of_range'],
    ['from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z', 'from', 'out_of_range'],
    ['from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:01Z', 'from', 'out_of_range'],
    ['bucket=day&from=2026-01-01T00:00:00Z&to=2027-01-02T00:00:01Z', 'from', 'out_of_range'],
    ['from=1970-01-01T00:00:00Z', 'from', 'out_of_range'],
    ['to=2026-03-01', 'to', 'bad_format'],
    ['limit=5', 'limit', 'unknown_field'],
  ])('refuses the query %s', async (query, path, code) => {
    const answer = await app.client.get(`${PATH}/summary?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
  });
});
