import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RateLimitEventPage } from '../../src/rate-limit/rate-limit-event.dto';
import type { SettledLedgerRow } from '../../src/usage/ledger-row';
import { LedgerStore } from '../../src/usage/ledger-store';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { ledgerRow, refusedRow } from '../support/ledger-rows';
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

const page = async (query: string) => {
  const answer = await app.client.get<RateLimitEventPage>(`${PATH}?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const times = async (query: string) => (await page(query)).items.map(({ at }) => at);
describe('the list', () => {
  const [first, second, third] = [
    '2026-01-01T10:00:00.001Z',
    '2026-01-01T10:00:00.002Z',
    '2026-01-02T00:00:00.000Z',
  ];
  const ids = { user: 0, key: 0 };

  beforeAll(async () => {
    ids.user = await desk.user({ name: 'Ada' });
    ids.key = await desk.key(ids.user, { name: 'laptop' });
    const row = refusedRow(
      second,
      { user_id: ids.user, key_id: ids.key, requested_model: 'claude-opus-5' },
      {
        subject: 'user',
        kind: 'spend_daily',
        limit_amount: '25.5',
        used_amount: '25.499999',
        reserved_amount: '0.010000',
        reset_at: '2026-01-02T00:00:00+08:00',
      },
    );
    await insert(refusedRow(first, { user_id: 501, key_id: 601 }), row);
    await insert(refusedRow(third, { user_id: ids.user, key_id: 602 }, { kind: 'concurrent_sessions' }));
    await insert(ledgerRow({ created_at: third, outcome: 'refused' })); // by something else than a limit
  });

  it('shows every field, with names', async () => {
    const { items } = await page('subject=user');
    expect(items).toEqual([
      {
        id: expect.any(Number),
        at: second,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        userId: ids.user,
        userName: 'Ada',
        keyId: ids.key,
        keyName: 'laptop',
        subject: 'user',
        kind: 'spend_daily',
        limit: '25.5',
        used: '25.499999',
        reserved: '0.01',
        resetAt: '2026-01-01T16:00:00.000Z',
        model: 'claude-opus-5',
      },
    ]);
    const log = await app.client.get(`/api/v1/usage-logs/${items[0]?.requestId}`);
    expect(log.body).toMatchObject({ createdAt: second, outcome: 'refused' });
  });

  it('filters', async () => {
    const within = 'from=2026-01-01T00:00:00Z&to=2026-01-03T00:00:00Z';
    expect(await times(within)).toEqual([third, second, first]);
    expect(await times(`${within}&sort=at`)).toEqual([first, second, third]);
    expect(await times(`userId=${ids.user}`)).toEqual([third, second]);
    expect(await times(`keyId=${ids.key}`)).toEqual([second]);
    expect(await times('kind=concurrent_sessions')).toEqual([third]);
    expect(await times(`${within}&subject=key`)).toEqual([third, first]);
    expect(await times(`from=${second}&to=${third}`)).toEqual([second]); // from is included, to is not
    expect(await times('userId=500')).toEqual([]);
  });

  it('keeps the names of what was deleted', async () => {
    await app.client.delete(`/api/v1/users/${ids.user}`);
    expect((await page(`keyId=${ids.key}`)).items[0]).toMatchObject({ userName: 'Ada', keyName: 'laptop' });
    expect((await page('userId=501')).items[0]).toMatchObject({ userName: null, keyName: null });
  });

  it('walks every entry once while new ones arrive, also when ids are long', async () => {
    await app.database.query('ALTER TABLE rate_limit_event ALTER id RESTART WITH 5000000000');
    const rows = Array.from({ length: 23 }, (_, n) =>
      refusedRow(n < 20 ? '2026-01-10T12:00:00.000Z' : '2026-01-10T12:00:00.001Z', { user_id: 77 }),
    );
    await insert(...rows);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const body: RateLimitEventPage = await page(`userId=77&limit=4${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ requestId }) => requestId));
      cursor = body.nextCursor;
      await insert(refusedRow('2026-01-11T12:00:00.000Z', { user_id: 77 }));
    }
    expect(seen.toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
  });

  it.each([
    ['from=2026-03-01', 'from', 'bad_format'],
    ['userId=0', 'userId', 'out_of_range'],
    ['kind=daily', 'kind', 'not_a_choice'],
    ['subject=group', 'subject', 'not_a_choice'],
    ['sort=kind', 'sort', 'not_a_choice'],
    ['limit=0', 'limit', 'out_of_range'],
    ['bucket=hour', 'bucket', 'unknown_field'],
  ])('refuses the query %s', async (query, path, code) => {
    const answer = await app.client.get(`${PATH}?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
  });

  it('refuses a cursor of another list', async () => {
    const cursor = Buffer.from(JSON.stringify(['-at', '1', 'x'])).toString('base64url');
    expect((await app.client.get(`${PATH}?cursor=${cursor}`)).body.code).toBe('invalid_cursor');
  });
});
