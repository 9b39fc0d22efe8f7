import type { BreakerPolicy } from '@cch/domain/breaker/breaker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Trial } from '../../src/circuit-breaker/breaker-registry';
import { type BreakerProcess, startBreakerProcess } from '../support/breaker-process';
import { eventually } from '../support/hub-eventually';
import { type HubStores, openStores } from '../support/hub-stores';
import { MovableClock } from '../support/movable-clock';

const HOUR = 3_600_000;
const POLICY: BreakerPolicy = { failureThreshold: 5, openDurationMs: HOUR, halfOpenSuccessThreshold: 2 };

const clock = new MovableClock();
let stores: HubStores;
let a: BreakerProcess;
let b: BreakerProcess;
beforeAll(async () => {
  stores = await openStores();
  [a, b] = await Promise.all([startBreakerProcess(stores, clock), startBreakerProcess(stores, clock)]);
});
afterAll(async () => {
  await Promise.all([a?.stop(), b?.stop()]);
  await stores?.release();
});

let lastId = 0;
const newProvider = () => (lastId += 1);
const stateIs = (process: BreakerProcess, id: number, state: string, policy = POLICY) =>
  eventually(`provider ${id} is ${state}`, () => process.breakers.stateOf(id, policy) === state || undefined);
const fail = (process: BreakerProcess, id: number, times = 1, policy = POLICY) => {
  for (let failure = 0; failure < times; failure += 1) process.breakers.observe(id, policy, 'failure');
};
const failuresAre = (process: BreakerProcess, id: number, failures: number) =>
  eventually(
    `provider ${id} has ${failures} failures`,
    () => process.breakers.view(id, POLICY).failures === failures || undefined,
  );
const openBoth = async (id: number) => {
  fail(a, id, 5);
  await Promise.all([stateIs(a, id, 'open'), stateIs(b, id, 'open')]);
};

type Event = Readonly<Record<string, unknown>>;
const eventsOf = (id: number, count: number): Promise<Event[]> =>
  eventually(`${count} events of provider ${id}`, async () => {
    const rows: Event[] = await a.database.query(
      'SELECT * FROM circuit_events WHERE provider_id = $1 ORDER BY at, id',
      [id],
    );
    return rows.length >= count ? rows : undefined;
  });
const linesOf = (process: BreakerProcess, id: number) =>
  process.lines.filter((line) => line['providerId'] === id);

describe('two processes on one Redis', () => {
  it('open after five failures in all, however they are spread', async () => {
    const id = newProvider();
    fail(a, id, 2);
    fail(b, id, 2);
    await Promise.all([failuresAre(a, id, 4), failuresAre(b, id, 4)]);
    expect(a.breakers.stateOf(id, POLICY)).toBe('closed');
    b.breakers.observe(id, POLICY, 'failure', {
      errorCode: 'upstream_overloaded',
      requestId: '0199f1c2-7d3a-7c11-9d5e-2f6a8b4c1d90',
      providerName: 'Anthropic',
    });
    await Promise.all([stateIs(a, id, 'open'), stateIs(b, id, 'open')]);
    expect(await eventsOf(id, 1)).toMatchObject([
      {
        at: expect.any(Date),
        from_state: 'closed',
        to_state: 'open',
        cause: 'failures',
        failures: 5,
        error_code: 'upstream_overloaded',
        request_id: '0199f1c2-7d3a-7c11-9d5e-2f6a8b4c1d90',
      },
    ]);
    expect(linesOf(a, id)).toEqual([]);
    expect(linesOf(b, id)).toMatchObject([
      {
        level: 40,
        msg: `[CircuitBreaker] provider ${id} (Anthropic): closed -> open (failures, failures: 5)`,
      },
    ]);
  });

  it('count exactly, when a hundred failures come at once', async () => {
    const id = newProvider();
    const policy = { ...POLICY, failureThreshold: 1000 };
    for (let failure = 0; failure < 50; failure += 1) {
      fail(a, id, 1, policy);
      fail(b, id, 1, policy);
    }
    await Promise.all([failuresAre(a, id, 100), failuresAre(b, id, 100)]);
  });

  it('begin to count anew after a success, wherever it was', async () => {
    const id = newProvider();
    fail(a, id, 4);
    await failuresAre(b, id, 4);
    b.breakers.observe(id, POLICY, 'success');
    await failuresAre(a, id, 0);
    fail(a, id, 4);
    await failuresAre(b, id, 4);
    expect(b.breakers.stateOf(id, POLICY)).toBe('closed');
  });

  it('let exactly as many trials through as the policy says, when a hundred ask at once', async () => {
    const id = newProvider();
    const policy = { ...POLICY, halfOpenSuccessThreshold: 3 };
    await openBoth(id);
    expect(await a.breakers.tryTrial(id, policy)).toBeUndefined();
    clock.advance(HOUR);
    expect([a, b].map(({ breakers }) => breakers.stateOf(id, policy))).toEqual(['half-open', 'half-open']);
    const asked = Array.from({ length: 100 }, (_, n) => (n % 2 ? a : b).breakers.tryTrial(id, policy));
    const trials = (await Promise.all(asked)).filter((trial) => trial !== undefined);
    expect(trials).toHaveLength(3);
    expect(a.breakers.hasFreeTrial(id, policy)).toBe(false);
    const rows = await eventsOf(id, 2);
    expect(rows.map((row) => row['cause'])).toEqual(['failures', 'time_passed']);

    const [first, second, third] = trials;
    for (const trial of [first, second]) b.breakers.observe(id, policy, 'success', { trial });
    await stateIs(a, id, 'half-open', policy);
    a.breakers.observe(id, policy, 'success', { trial: third });
    await Promise.all([stateIs(a, id, 'closed', policy), stateIs(b, id, 'closed', policy)]);
    expect((await eventsOf(id, 3))[2]).toMatchObject({
      from_state: 'half-open',
      to_state: 'closed',
      cause: 'trials_succeeded',
      failures: 0,
    });
  });

  it('open again after one failed trial, and do not listen to anybody else', async () => {
    const id = newProvider();
    await openBoth(id);
    clock.advance(HOUR);
    const trial = await b.breakers.tryTrial(id, POLICY);
    await eventually('the trial is seen', () => a.breakers.view(id, POLICY).trials === 1 || undefined);
    fail(a, id, 9);
    for (let late = 0; late < 9; late += 1) a.breakers.observe(id, POLICY, 'success');
    expect(await a.breakers.tryTrial(id, POLICY)).toBeDefined(); // comes after them, and finds the second place
    expect(a.breakers.view(id, POLICY)).toMatchObject({ state: 'half-open', successes: 0, trials: 2 });
    b.breakers.observe(id, POLICY, 'failure', { trial });
    await Promise.all([stateIs(a, id, 'open'), stateIs(b, id, 'open')]);
    expect(a.breakers.view(id, POLICY)).toMatchObject({ failures: 1, trials: 0 });
  });

  it('give on the place of a trial that was given back, or whose holder died', async () => {
    const id = newProvider();
    await openBoth(id);
    clock.advance(HOUR);
    const one = { ...POLICY, halfOpenSuccessThreshold: 1 };
    const trial = await a.breakers.tryTrial(id, one);
    expect(trial).toBeDefined();
    await stateIs(b, id, 'half-open', one);
    expect(await b.breakers.tryTrial(id, one)).toBeUndefined();
    a.breakers.giveBack(trial as Trial);
    await eventually('the place is free', () => b.breakers.hasFreeTrial(id, one) || undefined);
    expect(await b.breakers.tryTrial(id, one)).toBeDefined();
    expect(await a.breakers.tryTrial(id, one)).toBeUndefined();
    clock.advance(HOUR);
    expect(await a.breakers.tryTrial(id, one)).toBeDefined();
  });

  it('follow a changed policy at once', async () => {
    const id = newProvider();
    await openBoth(id);
    const { openedAt = 0 } = a.breakers.view(id, POLICY);
    expect(a.breakers.view(id, POLICY)).toMatchObject({ failures: 5, opensUntil: openedAt + HOUR });
    clock.advance(1000);
    expect(b.breakers.stateOf(id, { ...POLICY, openDurationMs: 1000 })).toBe('half-open');
    expect(b.breakers.stateOf(id, { ...POLICY, failureThreshold: 0 })).toBe('closed');
    expect(b.breakers.stateOf(id, POLICY)).toBe('open');
  });

  it('see what is done by hand in the other one', async () => {
    const id = newProvider();
    await a.breakers.open(id, POLICY, 'Anthropic');
    expect(a.breakers.stateOf(id, POLICY)).toBe('open');
    await stateIs(b, id, 'open');
    await b.breakers.reset(id, POLICY);
    expect(b.breakers.stateOf(id, POLICY)).toBe('closed');
    await stateIs(a, id, 'closed');
    fail(b, id, 5);
    await stateIs(a, id, 'open');
    const rows = await eventsOf(id, 3);
    expect(rows.map((row) => row['cause'])).toEqual(['opened_by_hand', 'reset_by_hand', 'failures']);
    expect(linesOf(a, id)).toMatchObject([{ level: 40 }]);
    expect(linesOf(b, id)).toMatchObject([{ level: 30 }, { level: 40 }]);
  });

  it('hear of a change at once, and not at their next look a second later', async () => {
    const id = newProvider();
    const startedAt = performance.now();
    for (let round = 0; round < 10; round += 1) {
      await a.breakers.open(id, POLICY);
      await stateIs(b, id, 'open');
      await b.breakers.reset(id, POLICY);
      await stateIs(a, id, 'closed');
    }
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });

  it('agree with one that starts later', async () => {
    const id = newProvider();
    await openBoth(id);
    const late = await startBreakerProcess(stores, clock);
    try {
      await stateIs(late, id, 'open');
    } finally {
      await late.stop();
    }
  });

  it('forget whoever was not touched for two days', async () => {
    const id = newProvider();
    fail(a, id, 3);
    await failuresAre(b, id, 3);
    clock.advance(49 * HOUR);
    await Promise.all([failuresAre(a, id, 0), failuresAre(b, id, 0)]);
    fail(a, id, 4);
    await failuresAre(b, id, 4);
  });
});

it('an event that comes twice, because the answer to it was lost, is one row', async () => {
  const event = {
    at: new Date(clock.now()),
    providerId: newProvider(),
    fromState: 'closed',
    toState: 'open',
    cause: 'failures',
    failures: 5,
    errorCode: null,
    requestId: null,
  } as const;
  await a.events.insert(event);
  await b.events.insert(event);
  await b.events.insert({ ...event, fromState: 'open', toState: 'half-open', cause: 'probe_succeeded' });
  const events = await a.events.latest(event.providerId, 10);
  expect(events.map(({ cause }) => cause)).toEqual(['probe_succeeded', 'failures']);
});

it('an event that PostgreSQL refuses does not hold up the next one', async () => {
  const id = newProvider();
  for (let failure = 0; failure < 5; failure += 1)
    a.breakers.observe(id, POLICY, 'failure', { requestId: 'no-uuid' });
  await stateIs(a, id, 'open');
  await a.breakers.reset(id, POLICY);
  expect(await eventsOf(id, 1)).toMatchObject([{ cause: 'reset_by_hand' }]);
});
