import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Got, open } from '../support/client';
import { type Dialect, dialectOf, split } from '../support/fake-upstream-dialects';
import { neverAnswers } from '../support/fake-upstream-scripts';
import { eventually, gate } from '../support/hub-eventually';
import { unique } from '../support/hub-rig';
import { LimitBench } from '../support/limit-bench';

const TTL_MS = 2000;
/** How much sooner or later a session may go than its time says, on a machine that is busy. */
const SLACK_MS = 400;

const chat = dialectOf('openai-chat');

let bench: LimitBench;
beforeAll(async () => {
  bench = await LimitBench.start(1, { SESSION_TTL: String(TTL_MS / 1000) });
});
afterAll(() => bench?.stop());

function ask(key: string, session: string, dialect: Dialect = chat): Promise<Got> {
  return bench.rig.ask(dialect, 'any', { key, headers: ['x-session-id', session] });
}

const statusOf = async (key: string, session: string) => (await ask(key, session)).status;

/** How long it takes from now until another session is let in; every refusal before must be the right one. */
async function untilLetIn(key: string, session: string): Promise<number> {
  const since = performance.now();
  await eventually(
    `${session} is let in`,
    async () => {
      const got = await ask(key, session);
      if (got.status === 200) return true;
      expect(got.headers).toMatchObject({
        'x-hub-error': 'rate_limited',
        'x-ratelimit-type': 'concurrent_sessions',
      });
      // Counted by the clock of Redis, which is read a little after the request has arrived.
      expect(Number(got.headers['retry-after'])).toBeLessThanOrEqual(TTL_MS / 1000 + 1);
      return undefined;
    },
    3 * TTL_MS,
  );
  return performance.now() - since;
}

async function activeOf(subject: string): Promise<number> {
  return bench.redis.zcard(`cch:{ledger}:sessions:${subject}`);
}

describe.each(['user', 'key'] as const)('sessions of a %s', { concurrent: true, retry: 3 }, (subject) => {
  const limited = (limitConcurrentSessions: number) =>
    subject === 'user'
      ? bench.caller({ limitConcurrentSessions })
      : bench.caller({}, { limitConcurrentSessions });

  it('that are active are let in again, others are not, until one has been idle for SESSION_TTL', async () => {
    const { key } = await limited(2);
    expect(await statusOf(key, 'a')).toBe(200);
    expect(await statusOf(key, 'b')).toBe(200);
    expect(await statusOf(key, 'c')).toBe(429);
    expect(await statusOf(key, 'a')).toBe(200);
    expect(await statusOf(key, 'b')).toBe(200);
    const waited = await untilLetIn(key, 'c');
    expect(waited).toBeGreaterThan(TTL_MS - SLACK_MS);
    expect(waited).toBeLessThan(TTL_MS + SLACK_MS);
  });

  it('begin to be idle when the last stream has ended, however long it took (W25)', async () => {
    const { key } = await limited(1);
    const model = unique('long');
    const more = gate();
    const { begun, rest } = split(chat, model);
    bench.rig.upstream.script(model, async ({ res }) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(begun);
      await more.opened;
      res.end(rest);
    });
    const stream = await open(bench.rig.hub.url, {
      path: chat.path(model, true),
      headers: ['content-type', 'application/json', 'authorization', `Bearer ${key}`, 'x-session-id', 'a'],
      body: chat.request(model, true),
    });
    const begunAt = performance.now();
    await eventually(
      'the stream takes longer than SESSION_TTL',
      async () => {
        expect(await statusOf(key, 'b')).toBe(429);
        return performance.now() - begunAt > 2 * TTL_MS || undefined;
      },
      3 * TTL_MS,
    );
    more.open();
    expect((await stream.finish()).isWhole).toBe(true);
    const waited = await untilLetIn(key, 'b');
    expect(waited).toBeGreaterThan(TTL_MS - SLACK_MS);
    expect(waited).toBeLessThan(TTL_MS + SLACK_MS);
  });
});

describe('a place', { concurrent: true }, () => {
  it('of one key’s session is not that of another key’s of the same name', async () => {
    const { key, userId } = await bench.caller({ limitConcurrentSessions: 1 });
    const second = await bench.rig.hub.admin<{ key: string }>('POST', `/users/${userId}/keys`, {
      name: 'two',
    });
    expect(await statusOf(key, 'a')).toBe(200);
    expect(await statusOf(second.key, 'a')).toBe(429);
  });

  it('is not taken by a request that another limit refuses (W25)', async () => {
    const { key, userId } = await bench.caller({ limitConcurrentSessions: 2, rpmLimit: 1 });
    expect(await statusOf(key, 'a')).toBe(200);
    const got = await ask(key, 'b');
    expect(got.headers['x-ratelimit-type']).toBe('rpm');
    expect(await activeOf(`u${userId}`)).toBe(1);
  });

  it('is not taken by the user’s sessions when the key refuses', async () => {
    const { key, userId, keyId } = await bench.caller(
      { limitConcurrentSessions: 5 },
      { limitConcurrentSessions: 1 },
    );
    expect(await statusOf(key, 'a')).toBe(200);
    expect((await ask(key, 'b')).headers['x-ratelimit-scope']).toBe('key');
    expect([await activeOf(`u${userId}`), await activeOf(`k${keyId}`)]).toEqual([1, 1]);
  });

  it('is free in time although the client left', async () => {
    const { key } = await bench.caller({ limitConcurrentSessions: 1 });
    const model = unique('left');
    bench.rig.upstream.script(model, neverAnswers);
    const left = new AbortController();
    const asked = fetch(`${bench.rig.hub.url}${chat.path(model, true)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'x-session-id': 'a' },
      body: chat.request(model, true),
      signal: left.signal,
    }).catch(() => undefined);
    await eventually('the upstream is asked', () => bench.rig.upstream.exchangesFor(model)[0]);
    expect(await statusOf(key, 'b')).toBe(429);
    left.abort();
    await asked;
    expect(await untilLetIn(key, 'b')).toBeLessThan(TTL_MS + SLACK_MS);
  });

  it('of fifty sessions at once only three get one', async () => {
    const { key } = await bench.caller({ limitConcurrentSessions: 3 });
    const statuses = await Promise.all(Array.from({ length: 50 }, (_, at) => statusOf(key, `s${at}`)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    expect(statuses.filter((status) => status === 429)).toHaveLength(47);
  });
});
