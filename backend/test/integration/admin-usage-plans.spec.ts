import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UsageLogPage } from '../../src/usage/usage-log.dto';
import { LedgerStore } from '../../src/usage/ledger-store';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { QueryPlans } from '../support/query-plans';

const ROWS = 200_000;
// A common value may be found faster by time alone, filtering what comes by; a rare one never is.
const MOST_ROWS = ROWS / 100;
const FIRST_DAY = Date.UTC(2026, 2, 1);

let app: AdminApp;
let plans: QueryPlans;

beforeAll(async () => {
  app = await startAdminApp();
  await new LedgerStore(app.database).ensurePartitions(FIRST_DAY, 3);
  // Four days; every hundredth request fails, sessions have ten requests each.
  await app.database.query(
    `INSERT INTO message_request
      (created_at, id, user_id, key_id, provider_id, endpoint, client_format, is_streaming, requested_model,
       session_id, status_code, outcome, error_code, cost_state)
     SELECT to_timestamp($1::float8 / 1000) + n * interval '1.728 seconds', gen_random_uuid(), n % 200 + 1,
       n % 400 + 1, n % 20 + 1, '/v1/messages', 'anthropic', true, 'model ' || n % 12, 'session ' || n / 10,
       CASE WHEN n % 100 = 0 THEN 503 ELSE 200 END, 'answered',
       CASE WHEN n % 100 = 0 THEN 'upstream_error' END, 'exact'
     FROM generate_series(0, $2::integer - 1) n`,
    [FIRST_DAY, ROWS],
  );
  await app.database.query('ANALYZE message_request');
  plans = new QueryPlans(app, 'message_request');
}, 120_000);
afterAll(() => app.stop());

const planOf = (path: string) => plans.of<UsageLogPage>(path);

it.each([
  ['no filter', '', 50],
  ['oldest first', 'sort=createdAt', 50],
  ['a range of time', 'from=2026-03-02T06:00:00Z&to=2026-03-02T07:00:00Z', 50],
  ['a user', 'userId=7', 50],
  ['a key', 'keyId=7', 50],
  ['a provider', 'providerId=7', 50],
  ['a model', 'model=model 3', 50],
  ['a session', 'sessionId=session 12345', 10],
  ['a status', 'status=503', 50],
  ['an error', 'errorCode=upstream_error', 50],
  ['an error that never was', 'errorCode=no_provider', 0],
  ['a user without requests', 'userId=100000', 0],
  ['a user within a range of time', 'userId=7&from=2026-03-02T00:00:00Z&to=2026-03-03T00:00:00Z', 50],
])('%s reads a small part of the log', async (_what, query, expected) => {
  const { answer, types, touched } = await planOf(`/api/v1/usage-logs?${query.replaceAll(' ', '%20')}`);
  expect(answer.items).toHaveLength(expected);
  expect([...types]).not.toContain('Seq Scan');
  expect(touched).toBeLessThanOrEqual(MOST_ROWS);
});

it('a page far down costs no more than the first', async () => {
  const parts = [
    '-createdAt',
    String((FIRST_DAY + 3_600_000) * 1000),
    'ffffffff-ffff-4fff-bfff-ffffffffffff',
  ];
  const cursor = Buffer.from(JSON.stringify(parts)).toString('base64url');
  for (const filter of ['', '&userId=7']) {
    const { answer, types, touched } = await planOf(`/api/v1/usage-logs?cursor=${cursor}${filter}`);
    expect(answer.items.length).toBeGreaterThan(0);
    expect(answer.items.every((entry) => Date.parse(entry.createdAt) <= FIRST_DAY + 3_600_000)).toBe(true);
    expect([...types]).not.toContain('Seq Scan');
    expect(touched).toBeLessThanOrEqual(MOST_ROWS);
  }
});
