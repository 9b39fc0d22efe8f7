import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { background } from '../../platform/background';
import { LOGGER } from '../../platform/observability/logger';
import { KEYS } from '../../platform/redis/keyspace';
import { REDIS } from '../../platform/redis/redis-client';
import { Script } from '../../platform/redis/script-runner';
import source from '../../platform/redis/scripts/settle-requests-2.lua';
import { isDataError, LedgerStore } from '../../usage/ledger-store';
import { LedgerSpool } from './ledger-spool';

const settleRequests = new Script(source);

// An open record covers a settled row until the batch is out, so waiting costs nothing but a row marked lost after a
// kill within this time.
const BATCH_MS = 25;
const BATCH_ROWS = 500;
const HEARTBEAT_MS = 1000;
const HEARTBEAT_TTL_MS = 5000;
const REPLAY_MS = 5000;

export interface SettledRow {
  readonly id: string;
  readonly json: string;
  /** Whether an open record of the request was written. */
  readonly wasOpen: boolean;
}

/**
 * The lossless way into the ledger (ADR 0006): a Redis stream; with Redis away, PostgreSQL itself; with both away, a
 * file. The hot path only pushes onto arrays.
 */
@Injectable()
export class LedgerWriter implements OnApplicationBootstrap {
  private readonly instance = randomUUID();
  private opened: string[] = [];
  private settled: SettledRow[] = [];
  /** Requests that were settled past Redis while their open record may still be there. */
  private leftOpen: string[] = [];
  private tick: NodeJS.Immediate | undefined;
  private batchTimer: NodeJS.Timeout | undefined;
  private hasUncovered = false;
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly writing = new Set<Promise<void>>();

  constructor(
    @Inject(REDIS) private readonly redis: Redis,
    private readonly store: LedgerStore,
    private readonly spool: LedgerSpool,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    const beat = () => background(this.beat(), 'gateway heartbeat', this.logger);
    const replay = () =>
      background(
        this.spool.replay((rows) => this.persist(rows)),
        'replay spool',
        this.logger,
      );
    beat();
    replay();
    this.timers.push(setInterval(beat, HEARTBEAT_MS), setInterval(replay, REPLAY_MS));
  }

  /** Writes out everything that is pending. Called when the last request has ended. */
  async drain(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    this.flushOpened();
    this.flushSettled();
    await Promise.all(this.writing);
  }

  /** @param json the ledger row that stands when this process dies before the request is settled */
  open(id: string, json: string): void {
    this.opened.push(id, json);
    this.tick ??= setImmediate(() => this.flushTick());
  }

  settle(row: SettledRow): void {
    this.settled.push(row);
    if (!row.wasOpen) {
      // Nothing covers this row yet: it goes out at the end of this turn of the event loop.
      this.tick ??= setImmediate(() => this.flushTick());
      this.hasUncovered = true;
    } else if (this.settled.length >= BATCH_ROWS) {
      this.flushSettled();
    } else {
      this.batchTimer ??= setTimeout(() => this.flushSettled(), BATCH_MS);
    }
  }

  private flushTick(): void {
    this.tick = undefined;
    this.flushOpened();
    if (this.hasUncovered) this.flushSettled();
  }

  private flushOpened(): void {
    const fields = this.opened;
    if (fields.length === 0) return;
    this.opened = [];
    if (this.redis.status !== 'ready') return;
    // Without the record a kill would go unnoticed, which is no reason to hold up the request.
    this.redis.hset(KEYS.openRequests(this.instance), ...fields).catch(() => undefined);
  }

  private flushSettled(): void {
    clearTimeout(this.batchTimer);
    this.batchTimer = undefined;
    this.hasUncovered = false;
    const rows = this.settled;
    if (rows.length === 0) return;
    this.settled = [];
    const writing = this.write(rows).finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }

  private async write(rows: readonly SettledRow[]): Promise<void> {
    const batch = `[${rows.map((row) => row.json).join(',')}]`;
    const ids = rows.filter((row) => row.wasOpen).map((row) => row.id);
    try {
      await this.persist(batch, ids);
    } catch (error) {
      this.logger.warn({ err: error, rows: rows.length }, 'ledger rows go to the spool');
      this.leftOpen.push(...ids);
      await this.spool.append(batch);
    }
  }

  private async persist(batch: string, ids: readonly string[] = []): Promise<void> {
    if (await this.toStream(batch, ids)) return;
    this.leftOpen.push(...ids);
    try {
      await this.store.insert(batch);
    } catch (error) {
      if (!isDataError(error)) throw error;
      this.logger.error({ err: error }, 'PostgreSQL refuses ledger rows; they are kept in the spool folder');
      await this.spool.keepRefused(batch);
    }
  }

  private async toStream(batch: string, ids: readonly string[]): Promise<boolean> {
    if (this.redis.status !== 'ready') return false;
    const leftOpen = this.leftOpen.splice(0, BATCH_ROWS);
    const keys = [KEYS.ledgerStream, KEYS.openRequests(this.instance)];
    try {
      await settleRequests.run(this.redis, keys, [batch, ...ids, ...leftOpen]);
      return true;
    } catch (error) {
      // Connection lost or Redis overloaded. The script may have run all the same: rows are idempotent by id.
      this.leftOpen.push(...leftOpen);
      this.logger.warn({ err: error }, 'redis did not take ledger rows');
      return false;
    }
  }

  private async beat(): Promise<void> {
    if (this.redis.status !== 'ready') return;
    await this.redis
      .pipeline()
      .set(KEYS.heartbeat(this.instance), '1', 'PX', HEARTBEAT_TTL_MS)
      .sadd(KEYS.openInstances, this.instance)
      .exec()
      .catch(() => undefined); // missing beats only mean that open requests may be taken for lost
  }
}
