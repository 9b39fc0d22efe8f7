import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { unique } from '../support/hub-rig';

let app: AdminApp;
/** A path to create at, and one to change at, of everything that has limits. */
const places = {
  user: { create: '/api/v1/users', change: '', draft: {} },
  key: { create: '', change: '', draft: {} },
  provider: {
    create: '/api/v1/providers',
    change: '',
    draft: { type: 'claude', url: 'https://example.com', key: 'k' },
  },
};
type Place = keyof typeof places;
const PLACES: readonly Place[] = ['user', 'key', 'provider'];

beforeAll(async () => {
  app = await startAdminApp();
  places.user.change = `/api/v1/users/${(await create('user', {})).body['id']}`;
  places.key.create = `${places.user.change}/keys`;
  places.key.change = `/api/v1/keys/${(await create('key', {})).body['id']}`;
  places.provider.change = `/api/v1/providers/${(await create('provider', {})).body['id']}`;
});
afterAll(() => app?.stop());

type Fields = Record<string, unknown>;
// More calls than one address may make in a minute.
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
const ADDRESSES = {
  user: from('198.51.100.1'),
  key: from('198.51.100.2'),
  provider: from('198.51.100.3'),
};
const create = (place: Place, fields: object) => {
  const draft = { name: unique(place), ...places[place].draft, ...fields };
  return app.client.post<Fields>(places[place].create, draft, ADDRESSES[place]);
};
const change = (place: Place, fields: unknown) =>
  app.client.patch<Fields>(places[place].change, fields, ADDRESSES[place]);

const MONEY = ['limit5hUsd', 'limitDailyUsd', 'limitWeeklyUsd', 'limitMonthlyUsd', 'limitTotalUsd'] as const;

const EVERYTHING = {
  limit5hUsd: '0.000001',
  limit5hResetMode: 'fixed',
  limitDailyUsd: '25.5',
  dailyResetMode: 'rolling',
  dailyResetTime: '23:59',
  limitWeeklyUsd: '9999999.999999',
  limitMonthlyUsd: '10000000',
  limitTotalUsd: '0',
  limitConcurrentSessions: 1_000_000,
};

describe.each(PLACES)('the limits of a %s', (place) => {
  const whole = place === 'provider' ? EVERYTHING : { ...EVERYTHING, rpmLimit: 60 };
  const counts = place === 'provider' ? ['limitConcurrentSessions'] : ['limitConcurrentSessions', 'rpmLimit'];

  it('are all taken, and null ends them', async () => {
    const created = await create(place, whole);
    expect(created.status, created.text).toBe(201);
    expect(created.body).toMatchObject({ ...whole, limitsResetAt: null });

    const changed = await change(place, whole);
    expect(changed.status, changed.text).toBe(200);
    expect(changed.body).toMatchObject(whole);
    const nothing = Object.fromEntries([...MONEY, ...counts].map((field) => [field, null]));
    expect((await change(place, nothing)).body).toMatchObject({ ...nothing, dailyResetTime: '23:59' });
  });

  it.each(MONEY)('%s is decimal text or a number, kept exactly', async (field) => {
    for (const [sent, kept] of [
      ['1.50', '1.5'],
      [' 2 ', '2'],
      [0.1, '0.1'],
      [12, '12'],
      ['0.000001', '0.000001'],
      [0, '0'],
    ]) {
      expect((await change(place, { [field]: sent })).body[field]).toBe(kept);
    }
  });

  // prettier-ignore
  it.each<[fields: object | string, path: string, code: string]>([
    ...MONEY.flatMap((field): [object, string, string][] => [
      [{ [field]: '-0.01' }, field, 'out_of_range'],
      [{ [field]: -1 }, field, 'out_of_range'],
      [{ [field]: '10000000.000001' }, field, 'out_of_range'],
      [{ [field]: 10_000_001 }, field, 'out_of_range'],
      [{ [field]: '0.0000001' }, field, 'bad_format'],
      [{ [field]: 0.1 + 0.2 }, field, 'bad_format'],
      [{ [field]: 1e-7 }, field, 'bad_format'],
      [{ [field]: 1e21 }, field, 'bad_format'],
      [{ [field]: 'NaN' }, field, 'bad_format'],
      [{ [field]: 'Infinity' }, field, 'bad_format'],
      [{ [field]: '1e3' }, field, 'bad_format'],
      [{ [field]: '1,5' }, field, 'bad_format'],
      [{ [field]: '$5' }, field, 'bad_format'],
      [{ [field]: '' }, field, 'bad_format'],
      [{ [field]: '9'.repeat(40) }, field, 'bad_format'],
      [{ [field]: true }, field, 'wrong_type'],
      [{ [field]: ['1'] }, field, 'wrong_type'],
    ]),
    ['{"limitTotalUsd":1e999}', 'limitTotalUsd', 'bad_format'],
    ...counts.flatMap((field): [object, string, string][] => [
      [{ [field]: -1 }, field, 'out_of_range'],
      [{ [field]: 1_000_001 }, field, 'out_of_range'],
      [{ [field]: 1.5 }, field, 'wrong_type'],
      [{ [field]: '5' }, field, 'wrong_type'],
    ]),
    [{ limit5hResetMode: 'weekly' }, 'limit5hResetMode', 'not_a_choice'],
    [{ limit5hResetMode: null }, 'limit5hResetMode', 'wrong_type'],
    [{ dailyResetMode: '' }, 'dailyResetMode', 'not_a_choice'],
    [{ dailyResetTime: '24:00' }, 'dailyResetTime', 'bad_format'],
    [{ dailyResetTime: '7:30' }, 'dailyResetTime', 'bad_format'],
    [{ dailyResetTime: '07:60' }, 'dailyResetTime', 'bad_format'],
    [{ dailyResetTime: '07:30:00' }, 'dailyResetTime', 'bad_format'],
    [{ dailyResetTime: 730 }, 'dailyResetTime', 'wrong_type'],
    [{ dailyResetTime: null }, 'dailyResetTime', 'wrong_type'],
    [{ limitsResetAt: '2026-01-01T00:00:00Z' }, 'limitsResetAt', 'unknown_field'],
    [{ limitYearlyUsd: '5' }, 'limitYearlyUsd', 'unknown_field'],
    ...(place === 'provider' ? [[{ rpmLimit: 5 }, 'rpmLimit', 'unknown_field'] as [object, string, string]] : []),
  ])('are refused: %j, %s is %s', async (fields, path, code) => {
    const answers = [await change(place, fields)];
    if (typeof fields === 'object') answers.push(await create(place, fields));
    for (const { status, body, text } of answers) {
      expect(status, text).toBe(400);
      expect(body['errors']).toEqual([{ path, code, message: expect.any(String) }]);
    }
  });
});

describe('the multiplier of a provider group', () => {
  const PATH = '/api/v1/provider-groups';
  const make = (costMultiplier: unknown) =>
    app.client.post<Fields>(PATH, { name: unique('group'), costMultiplier });

  it('is 1 unless somebody says otherwise, and kept exactly', async () => {
    const { body } = await app.client.post<Fields>(PATH, { name: unique('group') });
    expect(body['costMultiplier']).toBe('1');
    for (const [sent, kept] of [
      ['0.8500', '0.85'],
      [1.25, '1.25'],
      ['0', '0'],
      ['1000', '1000'],
      ['0.0001', '0.0001'],
    ]) {
      expect((await make(sent)).body['costMultiplier']).toBe(kept);
      const changed = await app.client.patch<Fields>(`${PATH}/${String(body['id'])}`, {
        costMultiplier: sent,
      });
      expect(changed.body['costMultiplier']).toBe(kept);
    }
  });

  it.each([
    ['-1', 'out_of_range'],
    ['1000.0001', 'out_of_range'],
    ['0.00001', 'bad_format'],
    ['NaN', 'bad_format'],
    [0.1 + 0.2, 'bad_format'],
    [null, 'wrong_type'],
    [false, 'wrong_type'],
  ])('%j is %s', async (costMultiplier, code) => {
    const { body: group } = await app.client.post<Fields>(PATH, { name: unique('group') });
    const answers = [
      await make(costMultiplier),
      await app.client.patch<Fields>(`${PATH}/${String(group['id'])}`, { costMultiplier }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body['errors']).toEqual([{ path: 'costMultiplier', code, message: expect.any(String) }]);
    }
  });
});
