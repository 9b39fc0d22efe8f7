import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KeyView } from '../../src/keys/key.dto';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import type { ProviderGroupPage, ProviderGroupView } from '../../src/providers/provider-group.dto';
import type { UserView } from '../../src/users/user.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp();
});
afterAll(() => app.stop());

const create = (name: string) => app.client.post<ProviderGroupView>('/api/v1/provider-groups', { name });
const defaultGroup = async () => {
  const { body } = await app.client.get<ProviderGroupPage>('/api/v1/provider-groups');
  return body.items.find((group) => group.name === 'default');
};

/** A user, a key and a provider that refer to the groups. */
async function refer(suffix: string, groups: string[]) {
  const user = await app.client.post<UserView>('/api/v1/users', {
    name: `u ${suffix}`,
    providerGroups: groups,
  });
  const key = await app.client.post<KeyView>(`/api/v1/users/${user.body.id}/keys`, {
    name: 'k',
    providerGroups: groups,
  });
  const provider = await app.client.post<ProviderView>('/api/v1/providers', {
    name: `p ${suffix}`,
    type: 'codex',
    url: 'https://example.com',
    key: 'secret',
    groups,
  });
  return { userId: user.body.id, keyId: key.body.id, providerId: provider.body.id };
}

it('is created, read and changed', async () => {
  const created = await create('premium');
  expect(created.status).toBe(201);
  expect(created.headers.location).toBe(`/api/v1/provider-groups/${created.body.id}`);
  expect(created.body).toMatchObject({
    name: 'premium',
    note: '',
    userCount: 0,
    keyCount: 0,
    providerCount: 0,
  });
  const path = `/api/v1/provider-groups/${created.body.id}`;
  expect((await app.client.patch<ProviderGroupView>(path, { note: 'for a few' })).body.note).toBe(
    'for a few',
  );
  expect((await app.client.get<ProviderGroupView>(path)).body.note).toBe('for a few');
  expect((await app.client.post('/api/v1/provider-groups', { name: 'premium' })).body.code).toBe(
    'name_taken',
  );
  expect((await app.client.get('/api/v1/provider-groups/999')).status).toBe(404);
  expect((await app.client.patch('/api/v1/provider-groups/999', { note: 'x' })).status).toBe(404);
  expect((await app.client.delete('/api/v1/provider-groups/999')).status).toBe(404);
});

it('carries its references along when it is renamed', async () => {
  const { body: group } = await create('old name');
  const { userId, keyId, providerId } = await refer('renamed', ['default', 'old name']);
  const path = `/api/v1/provider-groups/${group.id}`;
  const renamed = await app.client.patch<ProviderGroupView>(path, { name: 'new name' });
  expect(renamed.body).toMatchObject({ name: 'new name', userCount: 1, keyCount: 1, providerCount: 1 });
  const user = await app.client.get<UserView>(`/api/v1/users/${userId}`);
  const key = await app.client.get<KeyView>(`/api/v1/keys/${keyId}`);
  const provider = await app.client.get<ProviderView>(`/api/v1/providers/${providerId}`);
  expect(user.body.providerGroups).toEqual(['default', 'new name']);
  expect(key.body.providerGroups).toEqual(['default', 'new name']);
  expect(provider.body.groups).toEqual(['default', 'new name']);
});

it('leaves references alone when the new name is taken', async () => {
  const { body: group } = await create('staying');
  const { userId } = await refer('staying', ['staying']);
  const answer = await app.client.patch(`/api/v1/provider-groups/${group.id}`, { name: 'default' });
  expect(answer.body.code).toBe('name_taken');
  const user = await app.client.get<UserView>(`/api/v1/users/${userId}`);
  expect(user.body.providerGroups).toEqual(['staying']);
});

it('is not deleted while anything refers to it', async () => {
  const { body: group } = await create('wanted');
  const { userId, keyId, providerId } = await refer('wanted', ['wanted']);
  const path = `/api/v1/provider-groups/${group.id}`;
  const refused = await app.client.delete(path);
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({ code: 'in_use', usedBy: { users: 1, keys: 1, providers: 1 } });

  await app.client.patch(`/api/v1/keys/${keyId}`, { providerGroups: [] });
  await app.client.delete(`/api/v1/users/${userId}`);
  expect((await app.client.delete(path)).body.usedBy).toEqual({ users: 0, keys: 0, providers: 1 });
  await app.client.delete(`/api/v1/providers/${providerId}`);
  expect((await app.client.delete(path)).status).toBe(204);
  expect((await app.client.get(path)).status).toBe(404);
});

it('keeps the group "default" and its name', async () => {
  const path = `/api/v1/provider-groups/${(await defaultGroup())?.id}`;
  for (const answer of [await app.client.delete(path), await app.client.patch(path, { name: 'other' })]) {
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('conflict');
  }
  const noted = await app.client.patch<ProviderGroupView>(path, { name: 'default', note: 'for all' });
  expect(noted.body).toMatchObject({ name: 'default', note: 'for all' });
});

it('is never referred to after its end, even when both requests cross', async () => {
  const { body: user } = await app.client.post<UserView>('/api/v1/users', { name: 'crossing' });
  for (let round = 0; round < 10; round += 1) {
    const { body: group } = await create(`crossing ${round}`);
    const path = `/api/v1/users/${user.id}`;
    const [patched, deleted] = await Promise.all([
      app.client.patch(path, { providerGroups: [`crossing ${round}`] }),
      app.client.delete(`/api/v1/provider-groups/${group.id}`),
    ]);
    const outcome = `${patched.status} ${deleted.status}`;
    expect(['200 409', '400 204']).toContain(outcome);
  }
});

it.each([
  [{}, 'name', 'required'],
  [{ name: 'x'.repeat(65) }, 'name', 'too_long'],
  [{ name: 'x', priority: 1 }, 'priority', 'unknown_field'],
])('refuses %j: %s is %s', async (draft, path, code) => {
  const answer = await app.client.post('/api/v1/provider-groups', draft);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([{ path, code, message: expect.any(String) }]);
});
