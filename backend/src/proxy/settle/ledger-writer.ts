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
import { LedgerStore } from '../../usage/ledger-store';
import { LedgerSpool } from './ledger-spool';

const settleRequests = new Script(source);

// Requests that end sooner never get an open record: their row goes out at once instead.
const OPEN_AFTER_MS = 5;
// An open record covers a settled row until the batch is out, so waiting costs nothing but a row marked lost after a
// kill within this time.
const BATCH_MS = 25;
const BATCH_ROWS = 500;
const MOST_LEFT_OPEN = 10_000;
const HEARTBEAT_MS = 1000;
const HEARTBEAT_TTL_MS = 5000;
const REPLAY_MS = 5000;

export interface SettledRow {
  readonly id: string;
  readonly json: string;
}

/**
 * The lossless way into the ledger (ADR 0006): a Redis stream; with Redis away, PostgreSQL itself; with both away, a
 * file. The hot path only pushes onto arrays.
 */
@Injectable()
export class LedgerWriter implements OnApplicationBootstrap {
  private readonly instance = randomUUID();
  /** Records that are not yet written, by request id. */
  private opened = new Map<string, string>();
  private settled: SettledRow[] = [];
  /** Of the settled ones, those whose open record is in Redis. */
  private settledOpen: string[] = [];
  /** Requests that were settled past Redis while their open record may still be there. */
  private leftOpen: string[] = [];
  private openTimer: NodeJS.Timeout | undefined;
  private batchTimer: NodeJS.Timeout | undefined;
  private turnEnd: NodeJS.Immediate | undefined;
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
    this.opened.set(id, json);
    this.openTimer ??= setTimeout(() => this.flushOpened(), OPEN_AFTER_MS);
  }

  /** @param wasOpen whether `open` was called for the request */
  settle(row: SettledRow, wasOpen: boolean): void {
    this.settled.push(row);
    const isCovered = wasOpen && !this.opened.delete(row.id);
    if (isCovered) this.settledOpen.push(row.id);
    if (this.settled.length >= BATCH_ROWS) this.flushSettled();
    else if (isCovered) this.batchTimer ??= setTimeout(() => this.flushSettled(), BATCH_MS);
    // Nothing in Redis knows of this request yet: it goes out at the end of this turn of the event loop.
    else this.turnEnd ??= setImmediate(() => this.flushSettled());
  }

  private flushOpened(): void {
    clearTimeout(this.openTimer);
    this.openTimer = undefined;
    // With Redis away they stay here and count as not covered.
    if (this.opened.size === 0 || this.redis.status !== 'ready') return;
    const fields = [...this.opened].flat();
    this.opened = new Map();
    // Without the record a kill would go unnoticed, which is no reason to hold up the request.
    this.redis.hset(KEYS.openRequests(this.instance), ...fields).catch(() => undefined);
  }

  private flushSettled(): void {
    clearTimeout(this.batchTimer);
    clearImmediate(this.turnEnd);
    this.batchTimer = undefined;
    this.turnEnd = undefined;
    const rows = this.settled;
    const open = this.settledOpen;
    if (rows.length === 0) return;
    this.settled = [];
    this.settledOpen = [];
    const writing = this.write(rows, open)
      .catch((error: unknown) => {
        this.logger.fatal(
          { err: error, lost: rows.map((row) => row.json) },
          'no place left to keep ledger rows',
        );
      })
      .finally(() => this.writing.delete(writing));
    this.writing.add(writing);
  }

  private async write(rows: readonly SettledRow[], open: readonly string[]): Promise<void> {
    const batch = `[${rows.map((row) => row.json).join(',')}]`;
    try {
      await this.persist(batch, open);
    } catch (error) {
      this.logger.warn({ err: error, rows: rows.length }, 'ledger rows go to the spool');
      await this.spool.append(batch);
    }
  }

  private async persist(batch: string, open: readonly string[] = []): Promise<void> {
    if (await this.toStream(batch, open)) return;
    await this.store.insertAcceptable(batch, async (row, error) => {
      this.logger.error({ err: error }, 'PostgreSQL refuses a ledger row; it is kept in the spool folder');
      await this.spool.keepRefused(row);
    });
  }

  private async toStream(batch: string, open: readonly string[]): Promise<boolean> {
    const closed = [...open, ...this.leftOpen.splice(0, BATCH_ROWS)];
    try {
      if (this.redis.status !== 'ready') throw new Error('redis is not reachable');
      const keys = [KEYS.ledgerStream, KEYS.openRequests(this.instance)];
      await settleRequests.run(this.redis, keys, [batch, ...closed]);
      return true;
    } catch (error) {
      // The script may have run all the same, and open records may stay behind and be taken for lost one day: a row
      // is written once, and a lost one never replaces a settled one.
      this.leftOpen = [...this.leftOpen, ...closed].slice(-MOST_LEFT_OPEN);
      this.logger.debug({ err: error }, 'redis did not take ledger rows');
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
