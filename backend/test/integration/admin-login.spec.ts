import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LoginPage, LoginResult, SessionView } from '../../src/login/login.dto';
import { ADMIN_TOKEN, type AdminApp, startAdminApp } from '../support/admin-app';
import type { Answer } from '../support/admin-client';

const DAY_MS = 86_400_000;

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp();
});
afterAll(() => app.stop());

// The throttle of the login counts per address; TRUSTED_PROXIES lets a test come from another one each time.
let address = 0;
function logIn(headers: Record<string, string> = {}, token = ADMIN_TOKEN) {
  address += 1;
  return app.client.post<LoginResult>(
    '/api/v1/auth/login',
    { token },
    { token: null, headers: { 'x-forwarded-for': `198.51.100.${address}`, ...headers } },
  );
}

const setCookie = (answer: Answer<unknown>) => answer.headers['set-cookie']?.[0] ?? '';
const cookieOf = (answer: Answer<unknown>) => setCookie(answer).split(';')[0] ?? '';
const session = (cookie: string) =>
  app.client.get<SessionView>('/api/v1/auth/session', { token: null, headers: { cookie } });

describe('a login', () => {
  it('gives a cookie that is the session', async () => {
    const answer = await logIn();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ role: 'admin', name: 'admin' });
    expect(answer.body.permissions).toContain('providers:write');
    expect(setCookie(answer)).toMatch(
      /^cch_login=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
    const { warning: _warning, ...expected } = answer.body;
    expect((await session(cookieOf(answer))).body).toEqual(expected);
  });

  it('stores the cookie’s token only as a hash', async () => {
    const token = cookieOf(await logIn()).slice('cch_login='.length);
    const rows: object[] = await app.database.query('SELECT * FROM logins');
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(ADMIN_TOKEN);
  });

  it('is refused to a wrong token, and to a client key with an explanation', async () => {
    const wrong = await logIn({}, 'wrong');
    expect(wrong.status).toBe(401);
    expect(wrong.body).toMatchObject({ code: 'invalid_credentials' });
    expect(wrong.headers['set-cookie']).toBeUndefined();
    const key = await logIn({}, `cch_${'x'.repeat(40)}`);
    expect(key.status).toBe(403);
    expect(key.body).toMatchObject({ code: 'not_allowed', detail: expect.stringContaining('Client keys') });
  });

  it('is listed and revoked', async () => {
    const first = cookieOf(await logIn({ 'user-agent': 'first browser' }));
    const second = cookieOf(await logIn({ 'user-agent': 'second browser' }));
    const list = await app.client.get<LoginPage>('/api/v1/auth/logins?limit=2', {
      token: null,
      headers: { cookie: first },
    });
    const [newest, older] = list.body.items;
    expect(newest).toMatchObject({ userAgent: 'second browser', isCurrent: false });
    expect(older).toMatchObject({ userAgent: 'first browser', isCurrent: true, role: 'admin' });
    expect(older?.clientIp).toMatch(/^198\.51\.100\./);

    expect((await app.client.delete(`/api/v1/auth/logins/${newest?.id}`)).status).toBe(204);
    expect((await session(second)).status).toBe(401);
    expect((await session(first)).status).toBe(200);
    expect((await app.client.delete(`/api/v1/auth/logins/${newest?.id}`)).status).toBe(404);
    expect((await app.client.delete('/api/v1/auth/logins/7')).status).toBe(404);
  });

  it('ends by logging out', async () => {
    const cookie = cookieOf(await logIn());
    const answer = await app.client.post('/api/v1/auth/logout', undefined, {
      token: null,
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.status).toBe(204);
    expect(setCookie(answer)).toMatch(/^cch_login=; Path=\/; Max-Age=0; HttpOnly; SameSite=Strict$/);
    expect((await session(cookie)).status).toBe(401);
  });

  it('slides with use, ends after a week without, and after thirty days at the latest', async () => {
    const idle = cookieOf(await logIn());
    const used = cookieOf(await logIn());
    app.clock.advance(6 * DAY_MS);
    expect((await session(used)).status).toBe(200);
    app.clock.advance(2 * DAY_MS);
    expect((await session(idle)).status).toBe(401);
    for (let day = 8; day < 30; day += 3) {
      const { status, body } = await session(used);
      expect(status).toBe(200);
      expect(Date.parse(body.expiresAt ?? '') - app.clock.now()).toBeLessThanOrEqual(7 * DAY_MS);
      app.clock.advance(3 * DAY_MS);
    }
    expect((await session(used)).status).toBe(401);
  });
});

it('knows a token of each request, too, and answers without an expiry', async () => {
  const { body } = await app.client.get<SessionView>('/api/v1/auth/session');
  expect(body).toMatchObject({ role: 'admin', name: 'admin', expiresAt: null });
});

it.each([
  ['no credential', {}],
  ['a wrong token', { authorization: 'Bearer wrong' }],
  ['another scheme', { authorization: `Basic ${ADMIN_TOKEN}` }],
  ['a made-up cookie', { cookie: `cch_login=${'A'.repeat(43)}` }],
  ['an empty cookie', { cookie: 'cch_login=' }],
])('answers 401 to %s', async (_what, headers) => {
  const answer = await app.client.get('/api/v1/auth/session', { token: null, headers });
  expect(answer.status).toBe(401);
  expect(answer.body.code).toBe('not_authenticated');
  expect(answer.headers['www-authenticate']).toBe('Bearer');
});

describe('the cookie is secure', () => {
  const flags = async (headers: Record<string, string>) => {
    const answer = await logIn(headers);
    expect(answer.status).toBe(200);
    return { isSecure: setCookie(answer).endsWith('; Secure'), warning: answer.body.warning?.code };
  };

  it.each([
    ['behind a proxy that ends TLS', { host: 'hub.example.com', 'x-forwarded-proto': 'https' }],
    ['on a page of that origin', { host: 'hub.example.com', origin: 'https://hub.example.com' }],
  ])('%s', async (_where, headers) => {
    expect(await flags(headers)).toEqual({ isSecure: true, warning: undefined });
  });

  it.each([
    ['localhost', { host: 'localhost:23000' }],
    ['127.0.0.1', { host: '127.0.0.1:23000', origin: 'http://127.0.0.1:23000' }],
    ['[::1]', { host: '[::1]:23000' }],
  ])('but not over plain HTTP on %s, where it works all the same', async (_where, headers) => {
    expect(await flags(headers)).toEqual({ isSecure: false, warning: undefined });
  });

  it('and over plain HTTP from elsewhere a warning says that it will be dropped', async () => {
    const remote = { host: '192.168.1.20:23000', origin: 'http://192.168.1.20:23000' };
    expect(await flags(remote)).toEqual({ isSecure: true, warning: 'secure_cookie_over_http' });
    expect((await logIn(remote)).body.warning?.message).toContain('ENABLE_SECURE_COOKIES=false');
  });
});

describe('a request with the cookie that changes something', () => {
  const create = async (headers: Record<string, string>) => {
    const cookie = cookieOf(await logIn());
    const name = `by cookie ${address}`;
    return app.client.post('/api/v1/users', { name }, { token: null, headers: { cookie, ...headers } });
  };

  it.each<[string, Record<string, string>]>([
    ['Sec-Fetch-Site: same-origin', { 'sec-fetch-site': 'same-origin' }],
    ['its own Origin', { host: 'hub.example.com:8080', origin: 'http://hub.example.com:8080' }],
    ['its own Origin behind a proxy', { 'x-forwarded-host': 'hub.example', origin: 'https://hub.example' }],
  ])('is done with %s', async (_what, headers) => {
    expect((await create(headers)).status).toBe(201);
  });

  it.each<[string, Record<string, string>]>([
    ['Sec-Fetch-Site: cross-site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site: same-site', { 'sec-fetch-site': 'same-site' }],
    ['another Origin', { host: 'hub.example.com', origin: 'https://evil.example.com' }],
    ['the Origin of another port', { host: 'hub.example.com:8080', origin: 'http://hub.example.com:9090' }],
    ['the Origin null', { origin: 'null' }],
    ['nothing that tells its origin', {}],
  ])('is refused with %s', async (_what, headers) => {
    const answer = await create(headers);
    expect(answer.status).toBe(403);
    expect(answer.body.code).toBe('cross_site_request');
  });
});

it('refuses a login from another site', async () => {
  const answer = await logIn({ origin: 'https://evil.example.com' });
  expect(answer.status).toBe(403);
  expect(answer.body).toMatchObject({ code: 'cross_site_request' });
  expect(answer.headers['set-cookie']).toBeUndefined();
});

it('ends when ADMIN_TOKEN changes', async () => {
  const cookie = cookieOf(await logIn());
  const token = 'another-token-of-the-admin';
  const restarted = await startAdminApp({ DSN: app.config.DSN, ADMIN_TOKEN: token });
  try {
    const answer = await restarted.client.get('/api/v1/auth/session', { token: null, headers: { cookie } });
    expect(answer.status).toBe(401);
    expect((await restarted.client.get<LoginPage>('/api/v1/auth/logins', { token })).body.items).toEqual([]);
  } finally {
    await restarted.stop();
  }
  expect((await session(cookie)).status).toBe(200);
});
