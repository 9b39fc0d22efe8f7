import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IssuedKeyView } from '../../src/keys/key.dto';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import type { UserView } from '../../src/users/user.dto';
import { ADMIN_TOKEN, type AdminApp, ENCRYPTION_KEY, startAdminApp } from '../support/admin-app';

const PROVIDER_KEY = 'sk-planted-a41e77c0';
const SECOND_PROVIDER_KEY = 'sk-planted-b52f88d1';
const PROXY_PASSWORD = 'planted-proxy-c63a99e2';
const HEADER_SECRET = 'planted-header-d74baaf3';
const SECRETS_OF_PROVIDERS = [PROVIDER_KEY, SECOND_PROVIDER_KEY, PROXY_PASSWORD, HEADER_SECRET];

let app: AdminApp;
const log: string[] = [];
beforeAll(async () => {
  app = await startAdminApp({ LOG_LEVEL: 'trace' }, { writeLog: (line) => log.push(line) });
});
afterAll(() => app.stop());

/** Sends every secret through every way in, the wrong ones included. */
async function exercise(): Promise<{ clientKeys: string[]; cookie: string }> {
  const { client } = app;
  const user = await client.post<UserView>('/api/v1/users', { name: 'Ada' });
  const key = await client.post<IssuedKeyView>(`/api/v1/users/${user.body.id}/keys`, { name: 'laptop' });
  const rotated = await client.post<IssuedKeyView>(`/api/v1/keys/${key.body.id}/rotate`);
  const draft = {
    name: 'p',
    type: 'claude',
    url: 'http://127.0.0.1:1',
    key: PROVIDER_KEY,
    proxyUrl: `socks5://user:${PROXY_PASSWORD}@127.0.0.1:1`,
    customHeaders: { 'x-gateway-token': HEADER_SECRET },
  };
  const provider = await client.post<ProviderView>('/api/v1/providers', draft);
  const path = `/api/v1/providers/${provider.body.id}`;

  await client.patch(path, { key: SECOND_PROVIDER_KEY });
  await client.post('/api/v1/providers', draft); // the name is taken
  await client.post('/api/v1/providers', { ...draft, key: `${PROVIDER_KEY} with spaces` });
  await client.post('/api/v1/providers', { ...draft, url: `https://user:${PROVIDER_KEY}@example.com` });
  await client.post('/api/v1/providers', `{"key":"${PROVIDER_KEY}",`);
  await client.patch(path, { sealedKey: PROVIDER_KEY });
  await client.patch(path, { proxyUrl: `user:${PROXY_PASSWORD}@127.0.0.1:1` });
  await client.patch(path, { proxyUrl: `http://user:${PROXY_PASSWORD}@127.0.0.1:1/path` });
  await client.patch(path, { customHeaders: { 'x-gateway-token': `${HEADER_SECRET}\n` } });
  await client.patch(path, { customHeaders: { Authorization: HEADER_SECRET } });
  await client.post(`${path}/test`);
  await client.post('/api/v1/providers/test', draft);
  await client.post('/api/v1/providers/test', { ...draft, key: `${PROVIDER_KEY} with spaces` });
  await client.get('/api/v1/users', { token: null, headers: { authorization: `Basic ${ADMIN_TOKEN}` } });
  await client.get('/api/v1/users', { token: key.body.key });
  await client.post('/api/v1/auth/login', { token: `${ADMIN_TOKEN}x` }, { token: null });
  await client.post('/api/v1/auth/login', { token: rotated.body.key }, { token: null });
  const login = await client.post('/api/v1/auth/login', { token: ADMIN_TOKEN }, { token: null });
  for (const list of ['users', 'providers', 'provider-groups', 'usage-logs', 'auth/logins', 'system/info']) {
    await client.get(`/api/v1/${list}`);
  }
  await client.get('/api/openapi.json');
  await app.database.query('ALTER TABLE providers RENAME TO gone');
  await client.get('/api/v1/providers');
  await client.post('/api/v1/providers', draft);
  await app.database.query('ALTER TABLE gone RENAME TO providers');
  const cookie = /cch_login=([^;]+)/.exec(login.headers['set-cookie']?.[0] ?? '')?.[1] ?? '';
  return { clientKeys: [key.body.key, rotated.body.key], cookie };
}

it('shows a secret nowhere but where it was issued', async () => {
  const { clientKeys, cookie } = await exercise();
  const answers = app.client.answers.map((answer) => answer.text);
  for (const secret of [...SECRETS_OF_PROVIDERS, ADMIN_TOKEN, ENCRYPTION_KEY, cookie]) {
    expect(answers.filter((text) => text.includes(secret))).toEqual([]);
  }
  for (const key of clientKeys) expect(answers.filter((text) => text.includes(key))).toHaveLength(1);

  const tables = ['users', 'keys', 'providers', 'provider_groups', 'logins', 'settings'];
  const stored = await Promise.all(tables.map((table) => app.database.query(`SELECT * FROM ${table}`)));
  const everywhere = `${JSON.stringify(stored)}\n${log.join('\n')}`;
  for (const secret of [...SECRETS_OF_PROVIDERS, ADMIN_TOKEN, cookie, ...clientKeys]) {
    expect(everywhere).not.toContain(secret);
  }
});

it('answers an unexpected failure without its inside, and logs it once', () => {
  const failures = app.client.answers.filter((answer) => answer.status === 500);
  expect(failures).toHaveLength(2);
  for (const { text, headers } of failures) {
    expect(text).toContain('"code":"internal_error"');
    expect(text).not.toMatch(/relation|SELECT|INSERT|providers"|\.ts:|\.js:/);
    const logged = log.filter((line) => line.includes(String(headers['x-request-id'])));
    expect(logged).toHaveLength(1);
    expect(logged[0]).toContain('admin request failed');
  }
});
