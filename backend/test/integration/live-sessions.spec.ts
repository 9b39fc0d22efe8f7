import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RequestContext } from '../../src/proxy/request-context';
import { BindSessionStep } from '../../src/proxy/steps/bind-session.step';
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

describe('a session with running requests', () => {
  const BRIEF_MS = 750;
  let live: LiveSessions;
  beforeEach(() => {
    live = new LiveSessions(rig.binder(BRIEF_MS), { SESSION_TTL: BRIEF_MS / 1000 });
    live.onApplicationBootstrap();
  });
  afterEach(() => live.onApplicationShutdown());

  const outlives = async (session: SessionRef, periods: number) => {
    const startedAt = performance.now();
    await eventually('it outlives its time', async () => {
      expect(await rig.seen.exists(session.redisKey)).toBe(1);
      return performance.now() - startedAt > BRIEF_MS * periods || undefined;
    });
  };

  it('lives as long as one of them runs', async () => {
    const session = newSession();
    await rig.bound(rig.binder(BRIEF_MS), session, OPUS, 71);
    const [first, second] = [live.begin(session), live.begin(session)];
    await outlives(session, 1.5);
    first();
    await outlives(session, 1.5);
    expect(await binder.find(session, 'anthropic', OPUS)).toBe(71);
    second();
    await rig.seen.pexpire(session.redisKey, BRIEF_MS);
    await rig.isGone(session);
  });

  it('gets its whole time once more at the end of the last, unless that was short', async () => {
    const [long, short] = [newSession(), newSession()];
    for (const session of [long, short]) await rig.bound(binder, session, OPUS, 72);
    const lasting = new LiveSessions(binder, { SESSION_TTL: TTL_MS / 1000 });
    const startedAt = performance.now();
    const endLong = lasting.begin(long);
    await eventually('a second has passed', () => performance.now() - startedAt > 1000 || undefined);
    const endShort = lasting.begin(short);
    for (const { redisKey } of [long, short]) await rig.seen.pexpire(redisKey, 20_000);
    endLong();
    endShort();
    await rig.settled();
    expect(await rig.seen.pttl(long.redisKey)).toBeGreaterThan(TTL_MS * 0.9);
    expect(await rig.seen.pttl(short.redisKey)).toBeLessThan(20_001);
  });

  it('is kept alive by one command per session and period, for all its requests', async () => {
    const sessions = [newSession(), newSession()] as const;
    for (const session of sessions) await rig.bound(rig.binder(BRIEF_MS), session, OPUS, 73);
    const ends = Array.from({ length: 50 }, (_, at) => live.begin(sessions[at % 2 === 0 ? 0 : 1]));
    await rig.seen.config('RESETSTAT');
    await outlives(sessions[0], 2);
    // Six beats in twice the time, and perhaps one more.
    expect(await rig.callsOf('pexpire')).toBeLessThanOrEqual(2 * 7);
    for (const end of ends) end();
  });

  it('is not kept alive any more after the shutdown', async () => {
    const session = newSession();
    await rig.bound(rig.binder(BRIEF_MS), session, OPUS, 74);
    live.begin(session);
    await outlives(session, 1.5);
    live.onApplicationShutdown();
    await rig.isGone(session);
  });
});

describe('the step that binds', () => {
  const ACTIVE = { isEnabled: true, expiresAt: undefined };

  /** A request of a client that leaves at once. */
  async function abandonedContext(): Promise<RequestContext> {
    const arrived = Promise.withResolvers<{ req: IncomingMessage; res: ServerResponse }>();
    const http = createServer((req, res) => arrived.resolve({ req, res }));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const address = http.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const asking = request({ host: '127.0.0.1', port }).on('error', () => undefined);
    asking.end();
    const { req, res } = await arrived.promise;
    asking.destroy();
    await new Promise((resolve) => res.once('close', resolve));
    http.close();
    const ctx = new RequestContext({
      id: 'r',
      at: 0,
      startedAt: 0,
      req,
      res,
      clientIp: undefined,
      path: '/v1/messages',
      query: '',
      format: 'anthropic',
      operation: 'generate',
      fromPath: undefined,
    });
    ctx.asked.set({
      model: OPUS,
      isStreaming: false,
      isStored: true,
      sessionId: 'left',
      maxOutputTokens: undefined,
    });
    return ctx;
  }

  it('does not keep the session of a client alive that has left', async () => {
    const brief = rig.binder(300);
    const live = new LiveSessions(brief, { SESSION_TTL: 0.3 });
    live.onApplicationBootstrap();
    const ctx = await abandonedContext();
    ctx.caller.set({
      keyId: KEY_ID,
      userId: 1,
      key: ACTIVE,
      user: ACTIVE,
      groups: ['default'],
      limited: [],
      allowedModels: new Set(),
    });
    await new BindSessionStep(brief, live).run(ctx);
    const { ref } = ctx.session.get();
    expect(ref).toEqual(newSession('left'));
    await rig.isGone(newSession('left'));
    live.onApplicationShutdown();
  });
});
