import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { LiveSessions } from '../../src/sessions/live-sessions';
import type { SessionBinder } from '../../src/sessions/session-binder';
import type { SessionRef } from '../../src/sessions/session-ref';
import { eventually } from '../support/hub-eventually';
import { KEY_ID, newSession, OPUS, SessionRig } from '../support/session-rig';

const TTL_MS = 60_000;

let rig: SessionRig;
let binder: SessionBinder;
beforeAll(async () => {
  rig = await SessionRig.start();
  binder = rig.binder(TTL_MS);
});
afterAll(() => rig?.stop());
beforeEach(() => rig.seen.flushall());
afterEach(() => expect(rig.strays).toEqual([]));

const soon = async (session: SessionRef) => {
  const startedAt = performance.now();
  const found = await binder.find(session, 'anthropic', OPUS);
  return { found, tookMs: performance.now() - startedAt };
};

it('a Redis that is away holds nobody up, and is used again when it is back', { retry: 3 }, async () => {
  const session = newSession();
  await rig.bound(binder, session, OPUS, 81);
  const live = new LiveSessions(binder, { SESSION_TTL: 0.03 });
  live.onApplicationBootstrap();
  live.begin(session);
  await rig.server.kill();
  await eventually('the loss is noticed', () => rig.redis.status !== 'ready' || undefined);
  const { found, tookMs } = await soon(session);
  expect(found).toBeUndefined();
  expect(tookMs).toBeLessThan(60);
  binder.bind(session, 'anthropic', OPUS, 82);
  binder.rememberResponse(KEY_ID, 'resp_5', 'a session');
  expect(await binder.sessionOfResponse(KEY_ID, 'resp_5')).toBeUndefined();
  await rig.server.start();
  await eventually('it is back', async () => {
    binder.bind(session, 'anthropic', OPUS, 83);
    return (await binder.find(session, 'anthropic', OPUS)) === 83 || undefined;
  });
  live.onApplicationShutdown();
  await rig.connected();
});

it('a Redis that dies with the question is no error', async () => {
  const session = newSession();
  const asked = binder.find(session, 'anthropic', OPUS);
  binder.bind(session, 'anthropic', OPUS, 84);
  await rig.server.kill();
  expect(await asked).toBeUndefined();
  await rig.server.start();
  await rig.connected();
});

it(
  'a Redis that hangs is given up once, and not asked again until it has answered',
  { retry: 3 },
  async () => {
    const session = newSession();
    await rig.bound(binder, session, OPUS, 85);
    rig.server.freeze();
    const first = await soon(session);
    const second = await soon(session);
    rig.server.thaw();
    expect([first.found, second.found]).toEqual([undefined, undefined]);
    expect(first.tookMs).toBeLessThan(1000);
    expect(second.tookMs).toBeLessThan(60);
    await eventually('it is asked again', async () => (await soon(session)).found === 85 || undefined);
  },
);

it('a Redis is not taken for hanging when this process was busy itself', async () => {
  const session = newSession();
  await rig.bound(binder, session, OPUS, 86);
  await rig.settled(); // in this turn of the event loop timers come before sockets
  const asked = binder.find(session, 'anthropic', OPUS);
  const until = performance.now() + 300;
  while (performance.now() < until);
  expect(await asked).toBe(86);
});
