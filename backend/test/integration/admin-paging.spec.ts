import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import type { UserPage, UserView } from '../../src/users/user.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import type { Answer } from '../support/admin-client';

const USERS = 103;

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp();
  // All in one statement, and thus with one and the same time: only the id tells them apart.
  await app.database.query(`INSERT INTO users (name) SELECT 'first ' || n FROM generate_series(1, $1) n`, [
    USERS,
  ]);
});
afterAll(() => app.stop());

interface AnyPage<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Walks all pages of a list; between two of them `meanwhile` may change the table. */
async function walk<Item>(
  path: string,
  meanwhile: (page: number) => Promise<unknown> = async () => undefined,
) {
  const items: Item[] = [];
  let cursor: string | null = '';
  for (let page = 1; cursor !== null; page += 1) {
    const answer: Answer<AnyPage<Item>> = await app.client.get(cursor ? `${path}&cursor=${cursor}` : path);
    expect(answer.status).toBe(200);
    items.push(...answer.body.items);
    cursor = answer.body.nextCursor;
    await meanwhile(page);
  }
  return items;
}

it.each(['name', '-name', 'createdAt', '-createdAt'])(
  'walks every entry once, sorted by %s',
  async (sort) => {
    const users = await walk<UserView>(`/api/v1/users?limit=10&q=first&sort=${sort}`);
    const names = users.map((user) => user.name);
    expect(names).toHaveLength(USERS);
    expect(new Set(names).size).toBe(USERS);
  },
);

it('walks every entry that was there once, while others are added and deleted', async () => {
  const users = await walk<UserView>('/api/v1/users?limit=7&sort=name', async (page) => {
    await app.client.post('/api/v1/users', { name: `${page % 2 ? 'aaa' : 'zzz'} added ${page}` });
    await app.database.query(`UPDATE users SET deleted_at = now() WHERE name = 'aaa added ' || $1`, [page]);
  });
  const names = users.map((user) => user.name);
  const first = names.filter((name) => name.startsWith('first'));
  expect(first).toHaveLength(USERS);
  expect(new Set(names).size).toBe(names.length);
});

it('has no next page when the last one is exactly full', async () => {
  await app.database.query(`INSERT INTO users (name) SELECT 'even ' || n FROM generate_series(1, 10) n`);
  const { body } = await app.client.get<UserPage>('/api/v1/users?q=even&limit=10');
  expect(body.items).toHaveLength(10);
  expect(body.nextCursor).toBeNull();
});

it('orders by a number as a number', async () => {
  for (const priority of [10, 9, 100]) {
    await app.client.post('/api/v1/providers', {
      name: `p${priority}`,
      type: 'claude',
      url: 'https://example.com',
      key: 'k',
      priority,
    });
  }
  const providers = await walk<ProviderView>('/api/v1/providers?sort=priority&limit=1');
  const priorities = providers.map((provider) => provider.priority);
  expect(priorities).toEqual([9, 10, 100]);
});

const cursorOf = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');

it.each([
  ['rubbish', 'rubbish'],
  ['another order', cursorOf(['-name', 'a', '1'])],
  ['too few parts', cursorOf(['name', 'a'])],
  ['a value of another kind', cursorOf(['name', 7, '1'])],
  ['an id that is none', cursorOf(['name', 'a', '1; DROP TABLE users'])],
  ['an id beyond all', cursorOf(['name', 'a', '99999999999'])],
  ['a zero byte', cursorOf(['name', 'a\u0000', '1'])],
])('refuses a cursor with %s', async (_what, cursor) => {
  const answer = await app.client.get(`/api/v1/users?sort=name&cursor=${cursor}`);
  expect(answer.status).toBe(400);
  expect(answer.body.code).toBe('invalid_cursor');
});

it('refuses a time in a cursor that is none', async () => {
  const cursor = cursorOf(['createdAt', '2025-01-01', '1']);
  const answer = await app.client.get(`/api/v1/users?sort=createdAt&cursor=${cursor}`);
  expect(answer.body.code).toBe('invalid_cursor');
});
