import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LedgerRow } from '../../src/usage/ledger-row';
import { LedgerStore } from '../../src/usage/ledger-store';
import type { MissingPriceList } from '../../src/usage/missing-price.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { ledgerRow } from '../support/ledger-rows';
import { LimitsDesk } from '../support/limits-desk';
import { PriceDesk } from '../support/price-desk';

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp();
  new LimitsDesk(app).setClock('2026-03-29T10:30:30.000Z');
  await new LedgerStore(app.database).insert(
    JSON.stringify([
      served('2026-03-21T09:59:59.999Z', 'long-ago'),
      served('2026-03-22T10:00:00.000Z', 'a-week-ago'),
      served('2026-03-29T09:10:00.000Z', 'often', { user_id: 1 }),
      served('2026-03-29T09:20:00.000Z', 'often', { user_id: 2 }),
      served('2026-03-28T09:00:00.000Z', 'often', { user_id: 1 }),
      served('2026-03-29T09:00:00.000Z', 'priced', { is_unpriced: false }),
      served('2026-03-29T09:00:00.000Z', undefined, { requested_model: 'größer als 😀' }),
    ]),
  );
});
afterAll(() => app?.stop());

function served(created_at: string, model: string | undefined, fields: Partial<LedgerRow> = {}): LedgerRow {
  return ledgerRow({ created_at, model, cost_usd: '0', is_unpriced: true, ...fields });
}

const list = async (query = '') => {
  const answer = await app.client.get<MissingPriceList>(`/api/v1/model-prices/missing${query}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body.items;
};

it('lists the models of the last week that had no price, those with most requests first', async () => {
  expect(await list()).toEqual([
    { model: 'often', requests: 3, lastAt: '2026-03-29T09:20:00.000Z', hasPrice: false },
    { model: 'a-week-ago', requests: 1, lastAt: '2026-03-22T10:00:00.000Z', hasPrice: false },
    { model: 'größer als 😀', requests: 1, lastAt: '2026-03-29T09:00:00.000Z', hasPrice: false },
  ]);
});

it('looks back as many days as it is told', async () => {
  expect((await list('?days=1')).map(({ model, requests }) => [model, requests])).toEqual([
    ['often', 2],
    ['größer als 😀', 1],
  ]);
  expect((await list('?days=90')).map(({ model }) => model)).toContain('long-ago');
});

it('says which of them have a price by now', async () => {
  await new PriceDesk(app).put('often', { inputCostPerToken: '0.000001' });
  expect((await list()).map(({ model, hasPrice }) => [model, hasPrice])).toContainEqual(['often', true]);
});

it.each([
  ['days=0', 'days', 'out_of_range'],
  ['days=91', 'days', 'out_of_range'],
  ['days=week', 'days', 'wrong_type'],
  ['limit=5', 'limit', 'unknown_field'],
])('refuses the query %s', async (query, path, code) => {
  const answer = await app.client.get(`/api/v1/model-prices/missing?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
});
