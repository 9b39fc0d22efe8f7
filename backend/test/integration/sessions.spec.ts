import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { KEYS } from '../../src/platform/redis/keyspace';
import type { SessionBinder } from '../../src/sessions/session-binder';
import { digest } from '../../src/sessions/session-ref';
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

describe('a binding', () => {
  it('is found once it was made, and made anew', async () => {
    const session = newSession();
    expect(await binder.find(session, 'anthropic', OPUS)).toBeUndefined();
    await rig.bound(binder, session, OPUS, 11);
    expect(await binder.find(session, 'anthropic', OPUS)).toBe(11);
    await rig.bound(binder, session, OPUS, 12);
    expect(await binder.find(session, 'anthropic', OPUS)).toBe(12);
  });

  it('is one for each model and each format', async () => {
    const session = newSession();
    const long = ['a', 'b'].map((end) => `${'模'.repeat(500)}${end}`);
    const models = [OPUS, 'claude-haiku-5', 'since', ...long];
    for (const [at, model] of models.entries()) await rig.bound(binder, session, model, 20 + at);
    for (const [at, model] of models.entries()) {
      expect(await binder.find(session, 'anthropic', model)).toBe(20 + at);
      expect(await binder.find(session, 'openai-chat', model)).toBeUndefined();
    }
  });

  it('belongs to the key under which the session was claimed', async () => {
    const [mine, theirs] = [newSession('same', 1), newSession('same', 2)];
    await rig.bound(binder, mine, OPUS, 31);
    expect(await binder.find(theirs, 'anthropic', OPUS)).toBeUndefined();
    await rig.bound(binder, theirs, OPUS, 32);
    expect(await binder.find(mine, 'anthropic', OPUS)).toBe(31);
  });

  it.each([
    ['10,000 characters', 'x'.repeat(10_000)],
    ['10,000 characters beyond ASCII', '你😀'.repeat(3333)],
    ['control characters and braces', '\u0000{a}:*\r\n'],
  ])('takes an id of %s, told from another that differs in its last character', async (_name, id) => {
    await rig.bound(binder, newSession(id), OPUS, 41);
    expect(await binder.find(newSession(id), 'anthropic', OPUS)).toBe(41);
    expect(await binder.find(newSession(`${id}y`), 'anthropic', OPUS)).toBeUndefined();
    for (const key of await rig.seen.keys('*')) expect(key).toMatch(/^cch:session:7:[\w-]{22}$/);
  });

  it('outlives the loss of the scripts', async () => {
    const session = newSession();
    await rig.bound(binder, session, OPUS, 51);
    await rig.seen.script('FLUSH');
    expect(await binder.find(session, 'anthropic', OPUS)).toBe(51);
    await rig.seen.script('FLUSH');
    await rig.bound(binder, session, OPUS, 52);
  });
});

describe('the life of a session', () => {
  it('begins with its first request and starts anew with every other', async () => {
    const session = newSession();
    await binder.find(session, 'anthropic', OPUS);
    expect(await rig.seen.pttl(session.redisKey)).toBeGreaterThan(TTL_MS * 0.9);
    await rig.seen.pexpire(session.redisKey, 1000);
    await binder.find(session, 'anthropic', OPUS);
    expect(await rig.seen.pttl(session.redisKey)).toBeGreaterThan(TTL_MS * 0.9);
    await rig.seen.pexpire(session.redisKey, 1000);
    await rig.bound(binder, session, OPUS, 61);
    expect(await rig.seen.pttl(session.redisKey)).toBeGreaterThan(TTL_MS * 0.9);
  });

  it('ends in time, with all that is known of it', async () => {
    const brief = rig.binder(500);
    const session = newSession();
    await brief.find(session, 'anthropic', OPUS);
    await rig.bound(brief, session, OPUS, 62);
    brief.rememberResponse(KEY_ID, 'resp_1', 'a');
    await rig.settled();
    for (const key of await rig.seen.keys('*')) expect(await rig.seen.pttl(key), key).toBeGreaterThan(0);
    await rig.isGone(session);
    expect(await brief.find(session, 'anthropic', OPUS)).toBeUndefined();
  });

  it('costs one command before the provider is asked and none or one after', async () => {
    const session = newSession();
    await binder.find(session, 'anthropic', OPUS);
    await rig.bound(binder, session, OPUS, 63);
    await rig.seen.config('RESETSTAT');
    await binder.find(session, 'anthropic', OPUS);
    expect(await rig.callsOf('evalsha', 'eval')).toBe(1);
    binder.bind(session, 'anthropic', OPUS, 64);
    await rig.settled();
    expect(await rig.callsOf('evalsha', 'eval')).toBe(2);
  });
});

describe('a stored response', () => {
  it('leads to its session, under the key that asked for it', async () => {
    binder.rememberResponse(1, 'resp_1', 'a session');
    await rig.settled();
    expect(await binder.sessionOfResponse(1, 'resp_1')).toBe('a session');
    expect(await binder.sessionOfResponse(2, 'resp_1')).toBeUndefined();
    expect(await binder.sessionOfResponse(1, 'resp_2')).toBeUndefined();
    expect(await rig.seen.pttl(KEYS.sessionOfResponse(1, digest('resp_1')))).toBeGreaterThan(3_590_000);
  });

  it('is remembered as long as a session, where that is longer', async () => {
    rig.binder(86_400_000).rememberResponse(1, 'resp_3', 'a session');
    await rig.settled();
    expect(await rig.seen.pttl(KEYS.sessionOfResponse(1, digest('resp_3')))).toBeGreaterThan(86_300_000);
  });

  it('keeps ids of 10,000 characters and does not keep megabytes', async () => {
    const [long, tooLong] = ['你'.repeat(10_000), 'x'.repeat(1_000_000)];
    binder.rememberResponse(1, long, long);
    binder.rememberResponse(1, 'resp_4', tooLong);
    await rig.settled();
    expect(await binder.sessionOfResponse(1, long)).toBe(long);
    expect(await binder.sessionOfResponse(1, 'resp_4')).toBeUndefined();
  });
});
