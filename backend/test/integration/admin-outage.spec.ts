import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HealthView } from '../../src/health/health.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import type { Answer } from '../support/admin-client';
import { createTestDatabase, takeRedisDatabase } from '../support/services';
import { Severable } from '../support/severable';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).toReversed()) await clean();
});

/** An application whose PostgreSQL and Redis can be taken away. */
async function start(env: Record<string, string> = {}) {
  const [database, redisDatabase] = await Promise.all([createTestDatabase(), takeRedisDatabase()]);
  const postgres = await Severable.before(database.dsn, 5432);
  const redis = await Severable.before(redisDatabase.url, 6379);
  const app = await startAdminApp({ DSN: postgres.address, REDIS_URL: redis.address, ...env });
  cleanups.push(
    () => database.drop(),
    () => redisDatabase.release(),
    () => postgres.relay.sever(),
    () => redis.relay.sever(),
    () => app.stop(),
  );
  return { app, postgres: postgres.relay, redis: redis.relay };
}

const ready = (app: AdminApp) => app.client.get<HealthView>('/health/ready', { token: null });
const live = (app: AdminApp) => app.client.get<HealthView>('/health/live', { token: null });
const back = (look: () => Promise<Answer<unknown>>) =>
  vi.waitFor(async () => expect((await look()).status).toBe(200), { timeout: 10_000, interval: 100 });

describe('health', () => {
  it('is ok while both are there', async () => {
    const { app } = await start();
    const version = expect.stringMatching(/^\d+\.\d+/);
    expect((await live(app)).body).toEqual({
      status: 'ok',
      dependencies: { postgres: 'unknown', redis: 'unknown' },
      version,
    });
    const up = { postgres: 'up', redis: 'up' };
    expect((await ready(app)).body).toEqual({ status: 'ok', dependencies: up, version });
    expect((await live(app)).body.dependencies).toEqual(up);
  });

  it.each([
    ['all', 'degraded', 200],
    ['admin', 'unavailable', 503],
  ])('without PostgreSQL the role %s is %s', async (role, status, code) => {
    const { app, postgres } = await start({ ROLE: role });
    await postgres.sever();
    const answer = await ready(app);
    expect(answer.status).toBe(code);
    expect(answer.body).toMatchObject({ status, dependencies: { postgres: 'down', redis: 'up' } });
    expect((await live(app)).status).toBe(200);
    await postgres.restore();
    await back(() => ready(app));
  });

  it('without Redis is degraded', async () => {
    const { app, redis } = await start();
    await redis.sever();
    const answer = await ready(app);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      status: 'degraded',
      dependencies: { postgres: 'up', redis: 'down' },
    });
  });
});

it('answers 503 while PostgreSQL is away, and goes on when it is back', async () => {
  const { app, postgres } = await start();
  expect((await app.client.get('/api/v1/users')).status).toBe(200);
  await postgres.sever();
  const answers = [
    await app.client.get('/api/v1/users'),
    await app.client.post('/api/v1/users', { name: 'Ada' }),
    await app.client.get('/api/v1/usage-logs'),
    await app.client.get('/api/v1/users', { token: null, headers: { cookie: 'cch_login=x' } }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(answer.body.code).toBe('dependency_unavailable');
    expect(answer.text).not.toMatch(/ECONN|SELECT|127\.0\.0\.1/);
  }
  expect((await app.client.get('/api/v1/auth/session')).status).toBe(200); // a token needs no database
  await postgres.restore();
  await back(() => app.client.get('/api/v1/users'));
});

it('throttles nobody while Redis is away', async () => {
  const { app, redis } = await start();
  await redis.sever();
  for (let attempt = 0; attempt < 15; attempt += 1) {
    const answer = await app.client.post('/api/v1/auth/login', { token: 'wrong' }, { token: null });
    expect(answer.status).toBe(401);
  }
  const created = await app.client.post('/api/v1/users', { name: 'Ada' });
  expect(created.status).toBe(201);
});
