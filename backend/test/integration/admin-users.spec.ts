import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IssuedKeyView, KeyView } from '../../src/keys/key.dto';
import type { UserPage, UserView } from '../../src/users/user.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { NO_CALLER_LIMITS } from '../support/no-limits';

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp();
});
afterAll(() => app.stop());

const create = (draft: object) => app.client.post<UserView>('/api/v1/users', draft);

describe('the life of a user', () => {
  it('begins with defaults', async () => {
    const created = await create({ name: '  Ada  ' });
    expect(created.status).toBe(201);
    expect(created.headers.location).toBe(`/api/v1/users/${created.body.id}`);
    expect(created.body).toEqual({
      id: expect.any(Number),
      name: 'Ada',
      note: '',
      role: 'user',
      isEnabled: true,
      expiresAt: null,
      providerGroups: [],
      tags: [],
      allowedModels: [],
      ...NO_CALLER_LIMITS,
      keyCount: 0,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect((await app.client.get(created.headers.location ?? '')).body).toEqual(created.body);
  });

  it('takes every field, trimmed and without repetitions', async () => {
    const { body } = await create({
      name: 'Grace',
      note: 'first line\nsecond line',
      role: 'viewer',
      isEnabled: false,
      expiresAt: '2031-02-03T04:05:06+08:00',
      providerGroups: ['default'],
      tags: [' navy ', 'navy', '编译器'],
      allowedModels: ['claude-sonnet-4-5'],
    });
    expect(body).toMatchObject({
      note: 'first line\nsecond line',
      role: 'viewer',
      isEnabled: false,
      expiresAt: '2031-02-02T20:05:06.000Z',
      providerGroups: ['default'],
      tags: ['navy', '编译器'],
      allowedModels: ['claude-sonnet-4-5'],
    });
  });

  it('changes only what a patch names, and null ends the expiry', async () => {
    const { body: before } = await create({
      name: 'Alan',
      note: 'keep',
      expiresAt: '2031-01-01T00:00:00Z',
    });
    const path = `/api/v1/users/${before.id}`;
    const renamed = await app.client.patch<UserView>(path, { name: 'Alan T.' });
    expect(renamed.body).toEqual({ ...before, name: 'Alan T.', updatedAt: renamed.body.updatedAt });
    expect(Date.parse(renamed.body.updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
    expect((await app.client.patch<UserView>(path, { expiresAt: null })).body.expiresAt).toBeNull();
    expect((await app.client.patch<UserView>(path, {})).body.note).toBe('keep');
  });

  it('ends with its keys, and frees its name', async () => {
    const { body: user } = await create({ name: 'Edsger' });
    const { body: key } = await app.client.post<IssuedKeyView>(`/api/v1/users/${user.id}/keys`, {
      name: 'laptop',
    });
    expect((await app.client.get<UserView>(`/api/v1/users/${user.id}`)).body.keyCount).toBe(1);

    expect((await app.client.delete(`/api/v1/users/${user.id}`)).status).toBe(204);
    for (const path of [`/users/${user.id}`, `/users/${user.id}/keys`, `/keys/${key.id}`]) {
      expect((await app.client.get(`/api/v1${path}`)).status).toBe(404);
    }
    expect((await app.client.delete(`/api/v1/users/${user.id}`)).status).toBe(404);
    expect((await app.client.patch(`/api/v1/users/${user.id}`, { name: 'x' })).status).toBe(404);
    expect((await app.client.post(`/api/v1/users/${user.id}/keys`, { name: 'late' })).status).toBe(404);
    expect((await create({ name: 'Edsger' })).status).toBe(201);

    const rows: KeyView[] = await app.database.query('SELECT id FROM keys WHERE id = $1', [key.id]);
    expect(rows).toHaveLength(1); // the row stays, so that the ledger keeps the name
  });
});

it.each([
  [{}, 'name', 'required'],
  [{ name: '   ' }, 'name', 'too_short'],
  [{ name: 'x'.repeat(129) }, 'name', 'too_long'],
  [{ name: null }, 'name', 'wrong_type'],
  [{ name: 7 }, 'name', 'wrong_type'],
  [{ name: 'a\u0000b' }, 'name', 'bad_characters'],
  [{ name: 'a\nb' }, 'name', 'bad_characters'],
  [{ name: 'a\ud800' }, 'name', 'bad_characters'],
  [{ name: 'n', note: 'bell\u0007' }, 'note', 'bad_characters'],
  [{ name: 'n', role: 'owner' }, 'role', 'not_a_choice'],
  [{ name: 'n', isEnabled: 'true' }, 'isEnabled', 'wrong_type'],
  [{ name: 'n', expiresAt: '2031-01-01' }, 'expiresAt', 'bad_format'],
  [{ name: 'n', expiresAt: '2031-01-01T00:00:00' }, 'expiresAt', 'bad_format'],
  [{ name: 'n', expiresAt: '2031-02-30T00:00:00Z' }, 'expiresAt', 'bad_format'],
  [{ name: 'n', expiresAt: 1_900_000_000 }, 'expiresAt', 'wrong_type'],
  [{ name: 'n', providerGroups: 'default' }, 'providerGroups', 'wrong_type'],
  [{ name: 'n', providerGroups: ['default', 'nope'] }, 'providerGroups[1]', 'unknown_group'],
  [{ name: 'n', tags: ['ok', ''] }, 'tags[1]', 'too_short'],
  [{ name: 'n', tags: [{}] }, 'tags[0]', 'wrong_type'],
  [{ name: 'n', tags: Array.from({ length: 51 }, (_, i) => `t${i}`) }, 'tags', 'too_many'],
  [{ name: 'n', limitsResetAt: null }, 'limitsResetAt', 'unknown_field'],
  [{ name: 'n', id: 5 }, 'id', 'unknown_field'],
  [{ name: 'n', allowedClients: [] }, 'allowedClients', 'unknown_field'],
])('refuses %j: %s is %s', async (draft, path, code) => {
  const answer = await app.client.post('/api/v1/users', draft);
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe('validation_failed');
  expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
});

it('names every wrong field at once', async () => {
  const answer = await app.client.post('/api/v1/users', { role: 1, tags: [1, 2], colour: 'red' });
  expect(answer.body.errors.map((error) => `${error.path} ${error.code}`).toSorted()).toEqual([
    'colour unknown_field',
    'name required',
    'role not_a_choice',
    'tags[0] wrong_type',
    'tags[1] wrong_type',
  ]);
});

it.each([
  [{ name: null }, 'name'],
  [{ tags: null }, 'tags'],
  [{ isEnabled: null }, 'isEnabled'],
])('refuses null in a patch where a value is needed: %j', async (patch, path) => {
  const { body: user } = await create({ name: `null ${path}` });
  const answer = await app.client.patch(`/api/v1/users/${user.id}`, patch);
  expect(answer.body.errors).toEqual([{ path, code: 'wrong_type', message: expect.any(String) }]);
});

it('refuses a name that another user has, whatever its case', async () => {
  const { body: barbara } = await create({ name: 'Barbara' });
  const { body: liskov } = await create({ name: 'Liskov' });
  const created = await app.client.post('/api/v1/users', { name: 'BARBARA' });
  const renamed = await app.client.patch(`/api/v1/users/${liskov.id}`, { name: 'barbara' });
  for (const answer of [created, renamed]) {
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('name_taken');
    expect(answer.body.errors).toEqual([{ path: 'name', code: 'name_taken', message: 'is taken' }]);
  }
  const same = await app.client.patch(`/api/v1/users/${barbara.id}`, { name: 'BARBARA' });
  expect(same.status).toBe(200); // its own name in another case is free
});

it.each(['0', '-1', 'abc', '2147483648', '1e3', '1.5', '%20'])('knows no user %s', async (id) => {
  const answer = await app.client.get(`/api/v1/users/${id}`);
  expect(answer.status).toBe(404);
  expect(answer.body.code).toBe('not_found');
});

it('filters the list', async () => {
  await create({ name: 'filter one', note: '100% sure', tags: ['red'], providerGroups: ['default'] });
  await create({ name: 'filter two', tags: ['redder'], isEnabled: false });
  await create({ name: 'filter three', note: 'x_y' });
  const names = async (query: string) => {
    const { body } = await app.client.get<UserPage>(`/api/v1/users?${query}`);
    return body.items.map((user) => user.name).filter((name) => name.startsWith('filter'));
  };
  expect(await names('q=FILTER')).toEqual(['filter one', 'filter three', 'filter two']);
  expect(await names('q=filter&sort=-createdAt')).toEqual(['filter three', 'filter two', 'filter one']);
  expect(await names('q=100%25')).toEqual(['filter one']); // the sign stands for itself
  expect(await names('q=x_y')).toEqual(['filter three']);
  expect(await names('q=redd')).toEqual(['filter two']);
  expect(await names('tag=red')).toEqual(['filter one']);
  expect(await names('group=default')).toEqual(['filter one']);
  expect(await names('isEnabled=false')).toEqual(['filter two']);
  expect(await names('isEnabled=true&q=filter')).toEqual(['filter one', 'filter three']);
});

it.each([
  ['limit=0', 'limit', 'out_of_range'],
  ['limit=201', 'limit', 'out_of_range'],
  ['limit=ten', 'limit', 'wrong_type'],
  ['limit=1&limit=2', 'limit', 'wrong_type'],
  ['sort=id', 'sort', 'not_a_choice'],
  ['isEnabled=yes', 'isEnabled', 'wrong_type'],
  ['colour=red', 'colour', 'unknown_field'],
])('refuses the query %s', async (query, path, code) => {
  const answer = await app.client.get(`/api/v1/users?${query}`);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
});
