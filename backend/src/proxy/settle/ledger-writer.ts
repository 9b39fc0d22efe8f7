import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { background } from '../../platform/background';
import { LOGGER } from '../../platform/observability/logger';
import { KEYS } from '../../platform/redis/keyspace';
import { HubInstance } from '../../platform/redis/hub-instance';
import { REDIS } from '../../platform/redis/redis-client';
import { Script } from '../../platform/redis/script-runner';
import source from '../../platform/redis/scripts/settle-requests-3.lua';
import functions from '../../platform/redis/scripts/spend-functions.lua';
import { type Charge, GIVE_BACK } from '../../rate-limit/charges';
import { type EndedRequest, UnsentCharges } from '../../rate-limit/unsent-charges';
import { LedgerStore } from '../../usage/ledger-store';
import { LedgerSpool } from './ledger-spool';
import { StaleSubjects } from './stale-subjects';

const settleRequests = new Script(functions + source);

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
  /** What the counters of limits are to learn. */
  readonly ended: EndedRequest | undefined;
}

/**
 * The lossless way into the ledger (ADR 0006): a Redis stream; with Redis away, PostgreSQL itself; with both away, a
 * file. The hot path only pushes onto arrays.
 */
@Injectable()
export class LedgerWriter implements OnApplicationBootstrap {
  private readonly instance: string;
  /** Records that are not yet written, by request id. */
  private opened = new Map<string, string>();
  private settled: SettledRow[] = [];
  /** Of the settled ones, those whose open record is in Redis. */
  private settledOpen: string[] = [];
  /** Requests that were settled past Redis while their open record may still be there. */
  private leftOpen: string[] = [];
  /** Reservations that could not be given back yet. */
  private leftReserved: string[] = [];
  private readonly stale = new StaleSubjects();
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
    private readonly unsent: UnsentCharges,
    { id }: HubInstance,
  ) {
    this.instance = id;
  }

  onApplicationBootstrap(): void {
    const beat = () => background(this.beat(), 'gateway heartbeat', this.logger);
    const replay = () =>
      background(
        this.spool.replay((rows) => this.replay(rows)),
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
    if (row.ended) this.unsent.add(row.ended);
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
    this.unsent.clear();
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
    const charges = rows.flatMap((row) => row.ended?.charge ?? []);
    try {
      await this.persist(batch, open, charges);
    } catch (error) {
      this.logger.warn({ err: error, rows: rows.length }, 'ledger rows go to the spool');
      await this.spool.append(batch);
    }
  }

  /** Rows that come by another way than the stream are missing in the counters, or rather: may be missing. */
  private async replay(batch: string): Promise<void> {
    await this.persist(batch, [], []);
    this.stale.addAll(batch);
  }

  private async persist(batch: string, open: readonly string[], charges: readonly Charge[]): Promise<void> {
    if (await this.toStream(batch, open, charges)) return;
    await this.store.insertAcceptable(batch, async (row, error) => {
      this.logger.error({ err: error }, 'PostgreSQL refuses a ledger row; it is kept in the spool folder');
      await this.spool.keepRefused(row);
    });
    this.stale.addAll(batch);
  }

  /** @param batch empty for none */
  private async toStream(
    batch: string,
    open: readonly string[],
    charges: readonly Charge[],
  ): Promise<boolean> {
    const closed = [...open, ...this.leftOpen.splice(0, BATCH_ROWS)];
    const reserved = this.leftReserved.splice(0, BATCH_ROWS);
    const all = reserved.length === 0 ? charges : [...charges, { ...GIVE_BACK, r: reserved }];
    try {
      if (this.redis.status !== 'ready') throw new Error('redis is not reachable');
      const keys = [KEYS.ledgerStream, KEYS.openRequests(this.instance), KEYS.reservations(this.instance)];
      const charged = all.length === 0 ? '' : JSON.stringify(all);
      await settleRequests.run(this.redis, keys, [batch, charged, ...closed]);
      return true;
    } catch (error) {
      // The script may have run all the same, and open records may stay behind and be taken for lost one day: a row
      // is written once, and a lost one never replaces a settled one.
      this.leftOpen = [...this.leftOpen, ...closed].slice(-MOST_LEFT_OPEN);
      const unreleased = all.flatMap((charge) => charge.r);
      this.leftReserved = [...this.leftReserved, ...unreleased].slice(-MOST_LEFT_OPEN);
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
    await this.markStale();
  }

  /** Has the counters loaded anew that have missed something. */
  private async markStale(): Promise<void> {
    if (this.leftReserved.length === 0 && this.stale.isEmpty) return;
    const x = this.stale.take();
    if (!(await this.toStream('', [], [{ ...GIVE_BACK, x }]))) this.stale.giveBack(x);
  }
}
