import type { Logger } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LimitUsageList } from '../../src/rate-limit/limit-usage.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { LimitsDesk, usedOf } from '../support/limits-desk';

const statements: string[] = [];
const recorder: Logger = {
  logQuery: (sql) => void statements.push(sql),
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: () => undefined,
  log: () => undefined,
};

let app: AdminApp;
let desk: LimitsDesk;
beforeAll(async () => {
  app = await startAdminApp();
  desk = new LimitsDesk(app);
  app.database.setOptions({ logger: recorder, logging: true });
});
afterAll(() => app?.stop());
beforeEach(() => desk.setClock('2026-03-29T10:30:30.000Z'));

describe('many at once', () => {
  const list = async (subject: string, ids: string) =>
    app.client.get<LimitUsageList>(`/api/v1/limit-usage?subject=${subject}&ids=${ids}`);

  it('are answered in the order of the ids, each with the limits that it has', async () => {
    const plain = await desk.user();
    const limited = await desk.user({ limitDailyUsd: '1', rpmLimit: 5, limit5hResetMode: 'fixed' });
    const both = await desk.user({ limit5hUsd: '2', limit5hResetMode: 'fixed', limitTotalUsd: '3' });
    const at = '2026-03-29T10:00:00.000Z';
    for (const user_id of [plain, limited, both]) await desk.spend({ user_id }, { [at]: '0.5' });
    const { body } = await list('user', [both, 999_999, limited, plain, both].join(','));
    expect(body.items.map(({ id }) => id)).toEqual([both, limited, plain]);
    expect(body.items.map(usedOf)).toEqual([
      { spend_5h: '0.5', spend_total: '0.5' },
      { rpm: '0', spend_daily: '0.5' },
      {},
    ]);
    for (const { id, limits } of body.items) {
      const alone = await desk.usage('users', id);
      expect(limits).toEqual(alone.limits.filter(({ limit }) => limit !== null));
    }
  });

  it('take no more queries than one', async () => {
    const ids: number[] = [];
    for (let count = 0; count < 20; count += 1) {
      ids.push(await desk.provider({ limitDailyUsd: '1', limit5hUsd: '1', limit5hResetMode: 'fixed' }));
    }
    const counts = [];
    for (const asked of [ids.slice(0, 1), ids]) {
      statements.length = 0;
      const { body } = await list('provider', asked.join(','));
      expect(body.items).toHaveLength(asked.length);
      counts.push(statements.filter((sql) => !sql.includes('config_versions')).length);
    }
    expect(counts).toEqual([3, 3]);
  });

  it('may be none', async () => {
    expect((await list('key', '999999')).body).toEqual({ items: [] });
  });

  const upTo = (count: number) => Array.from({ length: count }, (_, index) => 900_000 + index).join(',');

  it('may be a hundred', async () => {
    expect((await list('user', upTo(100))).status).toBe(200);
  });

  it.each([
    ['subject=group&ids=1', 'subject', 'not_a_choice'],
    ['ids=1', 'subject', 'required'],
    ['subject=user', 'ids', 'required'],
    ['subject=user&ids=', 'ids[0]', 'wrong_type'],
    ['subject=user&ids=1,x', 'ids[1]', 'wrong_type'],
    ['subject=user&ids=1,,2', 'ids[1]', 'wrong_type'],
    ['subject=user&ids=-1', 'ids[0]', 'wrong_type'],
    ['subject=user&ids=0', 'ids[0]', 'out_of_range'],
    ['subject=user&ids=2147483648', 'ids[0]', 'out_of_range'],
    [`subject=user&ids=${upTo(101)}`, 'ids', 'too_many'],
    ['subject=user&ids=1&limit=5', 'limit', 'unknown_field'],
  ])('refuses %s', async (query, path, code) => {
    const answer = await app.client.get(`/api/v1/limit-usage?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
  });
});
