import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Got, json } from '../support/client';
import { LimitBench } from '../support/limit-bench';
import { eventually } from '../support/hub-eventually';

// Three processes count together, or not at all.
const HUBS = 3;
const AT_ONCE = 500;

let bench: LimitBench;
beforeAll(async () => {
  bench = await LimitBench.start(HUBS);
}, 60_000);
afterAll(() => bench?.stop());

const passed = (answers: readonly Got[]) => answers.filter(({ status }) => status === 200);
const refused = (answers: readonly Got[]) => answers.filter(({ status }) => status === 429);

async function spentBy(keyId: number): Promise<number> {
  const [row] = await bench.rig.ledger.query<{ spent: string }>(
    'SELECT COALESCE(sum(cost_usd), 0)::text AS spent FROM message_request WHERE key_id = $1',
    [keyId],
  );
  return Number(row?.spent);
}

async function rowsOf(keyId: number): Promise<number> {
  const [row] = await bench.rig.ledger.query<{ rows: number }>(
    `SELECT count(*)::integer AS rows FROM message_request WHERE key_id = $1 AND endpoint = '/v1/messages'`,
    [keyId],
  );
  return row?.rows ?? 0;
}

it(`of ${AT_ONCE} requests at once an rpmLimit of 100 lets exactly 100 pass`, async () => {
  const model = await bench.pricedModel({ input: '1', output: '1' });
  const { key, keyId } = await bench.caller({ rpmLimit: 100 });
  await bench.known(model, key);
  const answers = await bench.burst(AT_ONCE, key, model);
  expect(passed(answers)).toHaveLength(100);
  expect(refused(answers)).toHaveLength(AT_ONCE - 100);
  const [got] = refused(answers);
  expect(got && json(got)).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
  expect(got?.headers).toMatchObject({
    'x-hub-error': 'rate_limited',
    'x-ratelimit-limit': '100',
    'x-ratelimit-remaining': '0',
    'x-rate-limit-type': 'rpm',
    'x-rate-limit-scope': 'user',
  });
  expect(Number(got?.headers['retry-after'])).toBeGreaterThan(0);
  await eventually('every request has its row', async () => (await rowsOf(keyId)) === AT_ONCE || undefined);
  const events = await bench.rig.ledger.query<{ kind: string; subject: string; limit_amount: string }>(
    'SELECT kind, subject, limit_amount FROM rate_limit_event WHERE key_id = $1',
    [keyId],
  );
  expect(events).toHaveLength(AT_ONCE - 100);
  expect(events[0]).toEqual({ kind: 'rpm', subject: 'user', limit_amount: '100.000000' });
}, 60_000);

it(`of ${AT_ONCE} requests at once a key of $1 spends at most $1 and one request`, async () => {
  // Estimated at 1000 tokens of output and more, used 37.
  const model = await bench.pricedModel({ output: '100', cacheRead: '0' });
  const { key, keyId } = await bench.caller({}, { limitTotalUsd: '1' });
  await bench.known(model, key);
  const answers = await bench.burst(AT_ONCE, key, model);
  expect(passed(answers).length).toBeGreaterThanOrEqual(10);
  expect(passed(answers).length + refused(answers).length).toBe(AT_ONCE);
  await eventually('every request has its row', async () => (await rowsOf(keyId)) === AT_ONCE || undefined);
  expect(await spentBy(keyId)).toBeCloseTo(passed(answers).length * 0.0037, 9);
  // What was not spent is there for the next ones.
  while (passed(await bench.burst(40, key, model)).length > 0);
  await eventually('all is settled', async () => (await spentBy(keyId)) >= 1 || undefined);
  expect(await spentBy(keyId)).toBeLessThan(1 + 0.0037);
  const last = await bench.ask(bench.rig.hub, key, model);
  expect(last.status).toBe(429);
  expect(last.headers['x-hub-error']).toBe('spend_limit_reached');
}, 120_000);
