import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { CIRCUITS_CHANGED, KEYS } from '../platform/redis/keyspace';
import { REDIS } from '../platform/redis/redis-client';
import { Script } from '../platform/redis/script-runner';
import source from '../platform/redis/scripts/compare-and-set-1.lua';
import { type KnownRecord, NOTHING_KNOWN, parseRecord, RECORD_LIFE_MS } from './breaker-record';

const compareAndSet = new Script(source);

// A request may be waiting for a trial. A Redis that takes longer counts as away.
const PATIENCE_MS = 500;

/** The records of all breakers in Redis: one hash, read as a whole, written field by field by compare-and-set. */
@Injectable()
export class BreakerStore {
  constructor(@Inject(REDIS) private readonly redis: Redis) {}

  get isReachable(): boolean {
    return this.redis.status === 'ready';
  }

  async readAll(): Promise<ReadonlyMap<number, KnownRecord>> {
    const texts = await inTime(this.redis.hgetall(KEYS.circuits));
    return new Map(Object.entries(texts).map(([id, text]) => [Number(id), known(text)]));
  }

  /**
   * Writes the record if Redis still holds what was seen. Returns undefined when it is written, else what Redis holds
   * instead.
   */
  async write(providerId: number, { record, seen }: KnownRecord): Promise<Conflict | undefined> {
    return this.replace(providerId, seen, JSON.stringify(record));
  }

  async remove(providerId: number, seen: string): Promise<void> {
    await this.replace(providerId, seen, '');
  }

  private async replace(providerId: number, seen: string, text: string): Promise<Conflict | undefined> {
    const args = [providerId, seen, text, RECORD_LIFE_MS];
    const reply = await inTime(compareAndSet.run(this.redis, [KEYS.circuits], args));
    const [isReplaced, current] = reply as [isReplaced: number, current: string];
    if (isReplaced !== 1) return { current: current === '' ? undefined : known(current) };
    // Not part of the script, and nobody waits for it: whoever misses the message looks within a second.
    this.redis.publish(CIRCUITS_CHANGED, '').catch(() => undefined);
    return undefined;
  }
}

interface Conflict {
  readonly current: KnownRecord | undefined;
}

function known(text: string): KnownRecord {
  return { record: parseRecord(text) ?? NOTHING_KNOWN.record, seen: text };
}

async function inTime<T>(reply: Promise<T>): Promise<T> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  // After a long turn of the event loop the reply may be there, unread: sockets are read between timers and immediates.
  const giveUp = () => setImmediate(() => reject(new Error('redis does not answer in time')));
  const timer = setTimeout(giveUp, PATIENCE_MS);
  try {
    return await Promise.race([reply, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
