import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminApp, startAdminApp } from '../support/admin-app';

let app: AdminApp;
beforeAll(async () => {
  app = await startAdminApp();
});
afterAll(() => app.stop());

const from = (address: string) => ({ 'x-forwarded-for': address });
const logIn = (address: string) =>
  app.client.post('/api/v1/auth/login', { token: 'wrong' }, { token: null, headers: from(address) });
const list = (address: string) => app.client.get('/api/v1/auth/session', { headers: from(address) });

it('allows ten logins a minute and address', async () => {
  for (let attempt = 1; attempt <= 10; attempt += 1) {
    expect((await logIn('203.0.113.1')).status).toBe(401);
  }
  const refused = await logIn('203.0.113.1');
  expect(refused.status).toBe(429);
  expect(refused.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(refused.body.code).toBe('too_many_requests');
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);

  expect((await logIn('203.0.113.2')).status).toBe(401); // another address
  expect((await list('203.0.113.1')).status).toBe(200); // another route
});

it('allows six hundred requests a minute and address, over all routes together', async () => {
  const attempts = Array.from({ length: 300 }, () => [
    () => list('203.0.113.3'),
    () => app.client.get('/api/v1/nothing', { headers: from('203.0.113.3') }),
  ]).flat();
  const statuses = new Set<number>();
  for (let start = 0; start < attempts.length; start += 50) {
    const answers = await Promise.all(attempts.slice(start, start + 50).map((attempt) => attempt()));
    answers.forEach((answer) => statuses.add(answer.status));
  }
  expect(statuses).toEqual(new Set([200, 404]));
  expect((await list('203.0.113.3')).status).toBe(429);
  const health = await app.client.get('/health/live', { token: null, headers: from('203.0.113.3') });
  expect(health.status).toBe(200); // probes are never throttled
});
