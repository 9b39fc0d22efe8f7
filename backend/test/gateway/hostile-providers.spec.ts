import { seededRandom } from '@cch/domain/selection/seeded-random';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { send } from '../support/client';
import { complaintOf, OPENINGS } from '../support/failing-answers';
import { FakeUpstream, type Script } from '../support/fake-upstream';
import { dialectOf } from '../support/fake-upstream-dialects';
import {
  answers,
  closesAfterHeaders,
  closesBeforeHeaders,
  sendsRaw,
  standardAnswer,
  streams,
  streamsThen,
} from '../support/fake-upstream-scripts';
import { Hub } from '../support/hub';
import { addCaller, addProvider, unique } from '../support/hub-rig';
import { eventually } from '../support/hub-eventually';
import { Ledger } from '../support/hub-ledger';

const PROVIDERS = 20;
const REQUESTS = 2000;
const AT_ONCE = 20;
const anthropic = dialectOf('anthropic');

const json = (status: number, headers: Record<string, string> = {}): Script =>
  answers(status, complaintOf('anthropic', 'broken').document, {
    'content-type': 'application/json',
    ...headers,
  });

/** Everything that may happen before the first content, besides the caller's own mistakes. */
const FAILURES: readonly Script[] = [
  ...[401, 402, 403, 404, 408, 429, 500, 502, 503, 504, 529].map((status) => json(status)),
  json(429, { 'retry-after': '1' }),
  json(503, { 'retry-after': '1' }),
  closesBeforeHeaders,
  closesAfterHeaders,
  sendsRaw('nonsense\r\n\r\n'),
  answers(200, '<html>busy</html>', { 'content-type': 'text/html' }),
  answers(200, ''),
  answers(200, complaintOf('anthropic', 'overloaded').document),
  streams([]),
  streams(OPENINGS.anthropic),
  streams([...OPENINGS.anthropic, complaintOf('anthropic', 'broken').frame]),
  streamsThen(OPENINGS.anthropic, (res) => res.socket?.destroy()),
];

let hub: Hub;
let upstreams: readonly FakeUpstream[];
beforeAll(async () => {
  hub = await Hub.start({
    env: { MAX_PROVIDER_SWITCHES: '20', ENABLE_CIRCUIT_BREAKER_ON_NETWORK_ERRORS: 'true' },
  });
  upstreams = await Promise.all(Array.from({ length: PROVIDERS }, () => FakeUpstream.start()));
});
afterAll(async () => {
  await Promise.all((upstreams ?? []).map((upstream) => upstream.stop()));
  await hub?.stop();
});

it(
  `hides every failure of ${PROVIDERS - 1} providers from ${REQUESTS} requests while one is healthy`,
  { timeout: 120_000 },
  async () => {
    const model = unique('hostile');
    const random = seededRandom(3);
    for (const [at, upstream] of upstreams.entries()) {
      await addProvider(hub, {
        type: 'claude',
        url: upstream.url,
        priority: at % 3,
        weight: 1 + (at % 5),
        timeoutFirstByte: 2000,
        timeoutIdle: 2000,
        circuitBreakerOpenDuration: 1000, // so that they come back and fail again
      });
      if (at === PROVIDERS - 1) continue; // the healthy one, of the last priority
      upstream.script(model, (exchange) => {
        const isWell = random() < 0.3;
        const failure = FAILURES[Math.floor(random() * FAILURES.length)] ?? closesBeforeHeaders;
        return (isWell ? standardAnswer : failure)(exchange);
      });
    }
    const { key } = await addCaller(hub);
    const good = anthropic.frames(model).join('');
    const bad: unknown[] = [];
    let left = REQUESTS;
    const client = async (name: number) => {
      while (left > 0) {
        left -= 1;
        const got = await send(hub.url, {
          path: anthropic.path(model, true),
          headers: ['content-type', 'application/json', 'x-api-key', key, 'x-session-id', `client-${name}`],
          body: anthropic.request(model, true),
        });
        if (got.status !== 200 || !got.isWhole || got.body.toString() !== good)
          bad.push({ status: got.status, body: got.body.toString().slice(0, 300) });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, (_, name) => client(name)));
    expect(bad).toEqual([]);

    const calls = upstreams.reduce((sum, upstream) => sum + upstream.exchangesFor(model).length, 0);
    expect(calls).toBeGreaterThan(1.2 * REQUESTS); // the world was hostile enough to prove something
    const ledger = new Ledger(hub.stores.dsn);
    try {
      await eventually(
        'every row',
        async () => ((await ledger.count()) >= REQUESTS ? true : undefined),
        20_000,
      );
      const rows = await ledger.all();
      expect(rows).toHaveLength(REQUESTS);
      expect(
        rows.filter(({ outcome, output_tokens }) => outcome !== 'answered' || output_tokens !== 37),
      ).toEqual([]);
    } finally {
      await ledger.close();
    }
    expect(hub.isAlive).toBe(true);
  },
);
