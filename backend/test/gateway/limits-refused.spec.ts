import type { LimitKind, LimitSubject } from '@cch/contracts/limit-kinds';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, requestIdOf } from '../support/client';
import { expectHubError } from '../support/client-errors';
import { DIALECTS, dialectOf } from '../support/fake-upstream-dialects';
import { eventually } from '../support/hub-eventually';
import { LimitBench } from '../support/limit-bench';

const HOUR = 3_600_000;

let bench: LimitBench;
/** A request for it costs 0.25. */
let model: string;
beforeAll(async () => {
  bench = await LimitBench.start(1);
  model = await bench.pricedModel({ perRequest: '0.25' });
});
afterAll(() => bench?.stop());

const chat = dialectOf('openai-chat');

function ask(key: string, session = 'one', dialect = chat): Promise<Got> {
  return bench.rig.ask(dialect, model, { key, headers: ['x-session-id', session] });
}

function callerOf(subject: LimitSubject, limits: Readonly<Record<string, unknown>>) {
  return subject === 'user' ? bench.caller(limits) : bench.caller({}, limits);
}

/** Nothing is under way any more: what was spent is spent, and not held. */
async function refusedWith(code: string, key: string, session?: string): Promise<Got> {
  return eventually(`refused with ${code}`, async () => {
    const got = await ask(key, session);
    expect(got.status).toBe(429);
    return got.headers['x-hub-error'] === code ? got : undefined;
  });
}

/** The values of the headers about limits; both spellings say the same. */
function limitsIn({ headers }: Got): Readonly<Record<string, unknown>> {
  const names = ['limit', 'remaining', 'reset', 'type', 'scope'];
  const read = (prefix: string) =>
    Object.fromEntries(
      names.flatMap((name) =>
        headers[`${prefix}-${name}`] === undefined ? [] : [[name, headers[`${prefix}-${name}`]]],
      ),
    );
  expect(read('x-rate-limit')).toEqual(read('x-ratelimit'));
  return read('x-ratelimit');
}

interface Case {
  readonly kind: LimitKind;
  readonly limits: Readonly<Record<string, unknown>>;
  readonly limit: string;
  readonly code: 'rate_limited' | 'spend_limit_reached';
  /** Milliseconds from now in which it is free again at the latest; undefined for never. */
  readonly within: number | undefined;
}

const CASES: readonly Case[] = [
  { kind: 'rpm', limits: { rpmLimit: 1 }, limit: '1', code: 'rate_limited', within: 60_000 },
  {
    kind: 'concurrent_sessions',
    limits: { limitConcurrentSessions: 1 },
    limit: '1',
    code: 'rate_limited',
    within: 300_000,
  },
  {
    kind: 'spend_5h',
    limits: { limit5hUsd: '0.25' },
    limit: '0.25',
    code: 'spend_limit_reached',
    within: 5 * HOUR,
  },
  {
    kind: 'spend_daily',
    limits: { limitDailyUsd: '0.2' },
    limit: '0.2',
    code: 'spend_limit_reached',
    within: 24 * HOUR,
  },
  {
    kind: 'spend_weekly',
    limits: { limitWeeklyUsd: '0.1' },
    limit: '0.1',
    code: 'spend_limit_reached',
    within: 7 * 24 * HOUR,
  },
  {
    kind: 'spend_monthly',
    limits: { limitMonthlyUsd: '0.000001' },
    limit: '0.000001',
    code: 'spend_limit_reached',
    within: 31 * 24 * HOUR,
  },
  {
    kind: 'spend_total',
    limits: { limitTotalUsd: '0.25' },
    limit: '0.25',
    code: 'spend_limit_reached',
    within: undefined,
  },
];

describe.each(['key', 'user'] as const)('the limit of a %s', (subject) => {
  it.each(CASES)('$kind refuses in every format', async ({ kind, limits, limit, code, within }) => {
    const { key, keyId } = await callerOf(subject, limits);
    const first = await ask(key);
    expect(first.status).toBe(200);
    expect(limitsIn(first)).toMatchObject({ limit, remaining: limit, type: kind, scope: subject });
    await refusedWith(code, key, 'another');
    for (const dialect of DIALECTS) {
      const now = Date.now();
      const got = await ask(key, 'another', dialect);
      // Clients must not try again for money that does not come back by waiting a moment.
      expectHubError(got, dialect.format, { status: 429, code, isFinal: code === 'spend_limit_reached' });
      const { reset, ...said } = limitsIn(got);
      expect(said).toEqual({ limit, remaining: '0', type: kind, scope: subject });
      const retryAfter = Number(got.headers['retry-after']);
      expect(retryAfter).toBeGreaterThan(0);
      if (within === undefined) {
        expect(reset).toBeUndefined();
        continue;
      }
      expect(Number(reset) * 1000).toBeGreaterThan(now);
      expect(Number(reset) * 1000).toBeLessThanOrEqual(now + within + 2000);
      expect(Math.abs(now + retryAfter * 1000 - Number(reset) * 1000)).toBeLessThan(2500);
      expect(await bench.rig.rowOf(got)).toMatchObject({
        outcome: 'refused',
        status_code: 429,
        error_code: code,
      });
    }
    const events = await eventually('its events', async () => {
      const found = await bench.rig.ledger.query<{ subject: string; kind: string }>(
        'SELECT subject, kind FROM rate_limit_event WHERE key_id = $1',
        [keyId],
      );
      return found.length > DIALECTS.length ? found : undefined;
    });
    expect(events.every((event) => event.subject === subject && event.kind === kind)).toBe(true);
  });
});

describe('an answer', () => {
  it('tells what is left of the limit of which the least is left', async () => {
    const { key } = await bench.caller({ rpmLimit: 100, limitTotalUsd: '100' }, { limitDailyUsd: '1' });
    expect(limitsIn(await ask(key))).toMatchObject({
      limit: '1',
      remaining: '1',
      type: 'spend_daily',
      scope: 'key',
    });
    await eventually('it is spent', async () => {
      const { remaining } = limitsIn(await ask(key));
      return remaining === '0.5' || remaining === '0.25' || undefined;
    });
    const few = await bench.caller({ rpmLimit: 3 }, { limitDailyUsd: '1000' });
    await ask(few.key);
    expect(limitsIn(await ask(few.key))).toMatchObject({
      limit: '3',
      remaining: '2',
      type: 'rpm',
      scope: 'user',
    });
  });

  it('says nothing of limits to those who have none', async () => {
    const { key } = await bench.caller({});
    expect(limitsIn(await ask(key))).toEqual({});
  });

  it('tells it in a stream as well', async () => {
    const { key } = await bench.caller({ rpmLimit: 7 });
    for (const dialect of DIALECTS) {
      const got = await bench.rig.ask(dialect, model, { key, isStreaming: true });
      expect(got.status).toBe(200);
      expect(limitsIn(got)).toMatchObject({ limit: '7', type: 'rpm' });
    }
  });
});

describe('the stricter one of user and key decides', () => {
  it.each<[string, string, string, LimitSubject]>([
    ['the user’s', '0.25', '0.5', 'user'],
    ['the key’s', '0.5', '0.25', 'key'],
    // Both are reached at once: whoever can help is nearer to the key.
    ['the key’s when both are the same', '0.25', '0.25', 'key'],
  ])('%s', async (_, ofUser, ofKey, scope) => {
    const { key } = await bench.caller({ limitDailyUsd: ofUser }, { limitDailyUsd: ofKey });
    expect((await ask(key)).status).toBe(200);
    expect(limitsIn(await refusedWith('spend_limit_reached', key))).toMatchObject({ limit: '0.25', scope });
  });

  it('a user’s limit counts all of its keys', async () => {
    const { key, userId } = await bench.caller({ rpmLimit: 2 });
    const second = await bench.rig.hub.admin<{ key: string }>('POST', `/users/${userId}/keys`, {
      name: 'two',
    });
    expect((await ask(key)).status).toBe(200);
    expect((await ask(second.key)).status).toBe(200);
    expect((await ask(key)).status).toBe(429);
    expect((await ask(second.key)).status).toBe(429);
  });
});

it('a refusal names the row that it left', async () => {
  const { key } = await bench.caller({ rpmLimit: 1 });
  await ask(key);
  const got = await ask(key);
  await bench.rig.rowOf(got);
  const [event] = await bench.rig.ledger.query(
    `SELECT kind, subject, trim_scale(limit_amount)::text AS limit_amount, trim_scale(used_amount)::text AS used_amount,
            trim_scale(reserved_amount)::text AS reserved_amount, model
     FROM rate_limit_event WHERE request_id = $1`,
    [requestIdOf(got)],
  );
  expect(event).toEqual({
    kind: 'rpm',
    subject: 'user',
    limit_amount: '1',
    used_amount: '1',
    reserved_amount: '0',
    model,
  });
});
