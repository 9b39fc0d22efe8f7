import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { openRedis } from '../../src/platform/redis/redis-client';
import { RedisQuestions } from '../../src/platform/redis/redis-questions';
import { SessionBinder } from '../../src/sessions/session-binder';
import { type SessionRef, sessionRef } from '../../src/sessions/session-ref';
import { eventually } from './hub-eventually';
import { startOwnRedis } from './hub-own-servers';
import { MovableClock } from './movable-clock';

export const KEY_ID = 7;
export const OPUS = 'claude-opus-5';
const LOGGER = pino({ level: 'silent' });

let lastId = 0;

/** A session that no other test uses, unless it names it. */
export function newSession(id = `session ${(lastId += 1)}`, keyId = KEY_ID): SessionRef {
  return sessionRef(keyId, id);
}

type OwnRedis = Awaited<ReturnType<typeof startOwnRedis>>;

/** What a process of the hub has of sessions, and the Redis that it keeps them in. */
export class SessionRig {
  /** Rejected promises that nobody has caught. */
  readonly strays: unknown[] = [];
  private readonly note = (reason: unknown) => void this.strays.push(reason);

  private constructor(
    private readonly own: OwnRedis,
    /** The hub's connection. */
    readonly redis: Redis,
    /** The test's own look into Redis. */
    readonly seen: Redis,
  ) {
    process.on('unhandledRejection', this.note);
  }

  static async start(): Promise<SessionRig> {
    const own = await startOwnRedis();
    const [redis, seen] = [openRedis(own.redis.server.url, LOGGER), openRedis(own.redis.server.url, LOGGER)];
    const rig = new SessionRig(own, redis, seen);
    await rig.connected();
    return rig;
  }

  async stop(): Promise<void> {
    process.off('unhandledRejection', this.note);
    this.redis.disconnect();
    this.seen.disconnect();
    await this.own.release();
  }

  get server(): OwnRedis['redis'] {
    return this.own.redis;
  }

  async connected(): Promise<void> {
    const areReady = () => this.redis.status === 'ready' && this.seen.status === 'ready';
    await eventually('both are connected', () => areReady() || undefined);
  }

  binder(ttlMs: number): SessionBinder {
    return new SessionBinder(new RedisQuestions(this.redis, LOGGER), new MovableClock(), {
      SESSION_TTL: ttlMs / 1000,
    });
  }

  /** Whatever was sent on the hub's connection before has been done. */
  async settled(): Promise<void> {
    await this.redis.ping();
  }

  async bound(binder: SessionBinder, session: SessionRef, model: string, providerId: number): Promise<void> {
    binder.bind(session, 'anthropic', model, providerId);
    await eventually('it is bound', async () => {
      const bindings = await this.seen.hvals(session.redisKey);
      return bindings.includes(String(providerId)) || undefined;
    });
  }

  async isGone(session: SessionRef): Promise<void> {
    await eventually('it is gone', async () => (await this.seen.exists(session.redisKey)) === 0 || undefined);
  }

  /** How often these commands were called since the statistics were reset. */
  async callsOf(...commands: readonly string[]): Promise<number> {
    const stats = await this.seen.info('commandstats');
    const countOf = (name: string) =>
      Number(new RegExp(`cmdstat_${name}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
    return commands.reduce((sum, name) => sum + countOf(name), 0);
  }
}
