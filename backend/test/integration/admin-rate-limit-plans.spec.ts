import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RateLimitEventPage } from '../../src/rate-limit/rate-limit-event.dto';
import { type AdminApp, startAdminApp } from '../support/admin-app';
import { QueryPlans } from '../support/query-plans';

const ROWS = 100_000;
const MOST_ROWS = ROWS / 100;
const FIRST_DAY = Date.UTC(2026, 2, 1);

let app: AdminApp;
let plans: QueryPlans;
beforeAll(async () => {
  app = await startAdminApp();
  // Two days of a client that does not care; others were refused only at the very beginning.
  await app.database.query(
    `INSERT INTO rate_limit_event
      (at, request_id, user_id, key_id, subject, kind, limit_amount, used_amount, reserved_amount)
     SELECT to_timestamp($1::float8 / 1000) + n * interval '1.728 seconds', gen_random_uuid(),
       CASE WHEN n < 5 THEN 2 ELSE 1 END, CASE WHEN n < 5 THEN 2 ELSE 1 END,
       CASE WHEN n < 5 THEN 'user' ELSE 'key' END, CASE WHEN n < 5 THEN 'spend_total' ELSE 'rpm' END, 1, 1, 0
     FROM generate_series(0, $2::integer - 1) n`,
    [FIRST_DAY, ROWS],
  );
  await app.database.query('ANALYZE rate_limit_event');
  plans = new QueryPlans(app, 'rate_limit_event');
}, 60_000);
afterAll(() => app?.stop());

it.each([
  ['no filter', '', 50],
  ['oldest first', 'sort=at', 50],
  ['a range of time', 'from=2026-03-01T06:00:00Z&to=2026-03-01T07:00:00Z', 50],
  ['a common kind', 'kind=rpm', 50],
  ['a rare kind', 'kind=spend_total', 5],
  ['a kind that never was', 'kind=spend_daily', 0],
  ['a rare subject', 'subject=user', 5],
  ['a subject that never was', 'subject=provider', 0],
  ['a rare subject of a common kind', 'subject=user&kind=rpm', 0],
  ['a rare user', 'userId=2', 5],
  ['a key without refusals', 'keyId=3', 0],
])('%s reads a small part of the refusals', async (_what, query, expected) => {
  const { answer, types, touched } = await plans.of<RateLimitEventPage>(`/api/v1/rate-limit-events?${query}`);
  expect(answer.items).toHaveLength(expected);
  expect([...types]).not.toContain('Seq Scan');
  expect(touched).toBeLessThanOrEqual(MOST_ROWS);
});
