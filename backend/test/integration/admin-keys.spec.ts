import { hash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IssuedKeyView, KeyPage, KeyView } from '../../src/keys/key.dto';
import type { UserView } from '../../src/users/user.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';

let app: AdminApp;
let keysPath: string;
beforeAll(async () => {
  app = await startAdminApp();
  const { body: user } = await app.client.post<UserView>('/api/v1/users', { name: 'Ada' });
  keysPath = `/api/v1/users/${user.id}/keys`;
});
afterAll(() => app.stop());

const create = (draft: object) => app.client.post<IssuedKeyView>(keysPath, draft);
const stored = async (id: number) => {
  const rows: { key_hash: string; key_hint: string }[] = await app.database.query(
    'SELECT key_hash, key_hint FROM keys WHERE id = $1',
    [id],
  );
  return rows[0];
};

it('shows the secret once and stores only its hash and hint', async () => {
  const created = await create({ name: 'laptop' });
  expect(created.status).toBe(201);
  expect(created.headers.location).toBe(`/api/v1/keys/${created.body.id}`);
  const { key, ...view } = created.body;
  expect(key).toMatch(/^cch_[0-9A-Za-z]{40}$/);
  expect(view).toMatchObject({ name: 'laptop', keyHint: key.slice(-4), isEnabled: true, expiresAt: null });
  expect(await stored(view.id)).toEqual({ key_hash: hash('sha256', key, 'hex'), key_hint: key.slice(-4) });

  expect((await app.client.get(`/api/v1/keys/${view.id}`)).body).toEqual(view);
  expect((await app.client.get<KeyPage>(keysPath)).body.items).toContainEqual(view);
  const holding = app.client.answers.filter((answer) => answer.text.includes(key));
  expect(holding).toHaveLength(1);
});

it('makes another secret each time', async () => {
  const keys = await Promise.all(Array.from({ length: 20 }, (_, i) => create({ name: `many ${i}` })));
  expect(new Set(keys.map(({ body }) => body.key)).size).toBe(20);
});

it('is changed, and keeps its secret', async () => {
  const { body: key } = await create({ name: 'phone', providerGroups: ['default'] });
  const before = await stored(key.id);
  const patched = await app.client.patch<KeyView>(`/api/v1/keys/${key.id}`, {
    name: 'tablet',
    isEnabled: false,
    expiresAt: '2030-01-31T12:00:00Z',
    providerGroups: [],
  });
  expect(patched.body).toMatchObject({
    name: 'tablet',
    isEnabled: false,
    expiresAt: '2030-01-31T12:00:00.000Z',
    providerGroups: [],
    keyHint: key.keyHint,
  });
  expect(await stored(key.id)).toEqual(before);
});

it('gets a new secret by rotation, under the same id', async () => {
  const { body: old } = await create({ name: 'server' });
  const rotated = await app.client.post<IssuedKeyView>(`/api/v1/keys/${old.id}/rotate`);
  expect(rotated.status).toBe(200);
  expect(rotated.body).toMatchObject({ id: old.id, name: 'server', keyHint: rotated.body.key.slice(-4) });
  expect(rotated.body.key).not.toBe(old.key);
  expect(await stored(old.id)).toMatchObject({ key_hash: hash('sha256', rotated.body.key, 'hex') });
});

it('ends by deletion', async () => {
  const { body: key } = await create({ name: 'lost' });
  expect((await app.client.delete(`/api/v1/keys/${key.id}`)).status).toBe(204);
  expect((await app.client.get(`/api/v1/keys/${key.id}`)).status).toBe(404);
  expect((await app.client.patch(`/api/v1/keys/${key.id}`, { name: 'x' })).status).toBe(404);
  expect((await app.client.post(`/api/v1/keys/${key.id}/rotate`)).status).toBe(404);
  expect((await app.client.delete(`/api/v1/keys/${key.id}`)).status).toBe(404);
  expect((await create({ name: 'lost' })).status).toBe(201);
});

it('has a name of its own among the keys of its user only', async () => {
  const { body: other } = await app.client.post<UserView>('/api/v1/users', { name: 'Grace' });
  expect((await create({ name: 'shared' })).status).toBe(201);
  expect((await app.client.post(keysPath, { name: 'Shared' })).body.code).toBe('name_taken');
  expect((await app.client.post(`/api/v1/users/${other.id}/keys`, { name: 'shared' })).status).toBe(201);
});

it.each([
  [{ name: 'k', providerGroups: ['nope'] }, 'providerGroups[0]', 'unknown_group'],
  [{ name: 'k', key: 'cch_mine' }, 'key', 'unknown_field'],
  [{ name: 'k', limitsResetAt: null }, 'limitsResetAt', 'unknown_field'],
  [{ name: '' }, 'name', 'too_short'],
])('refuses %j: %s is %s', async (draft, path, code) => {
  const answer = await app.client.post(keysPath, draft);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
});

it('never outlives its user, even when both requests cross', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { body: user } = await app.client.post<UserView>('/api/v1/users', { name: `crossing ${round}` });
    const path = `/api/v1/users/${user.id}`;
    await Promise.all([app.client.post(`${path}/keys`, { name: 'late' }), app.client.delete(path)]);
    const living: unknown[] = await app.database.query(
      'SELECT id FROM keys WHERE user_id = $1 AND deleted_at IS NULL',
      [user.id],
    );
    expect(living).toEqual([]);
  }
});
