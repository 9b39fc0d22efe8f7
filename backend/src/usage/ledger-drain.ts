import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type Config, CONFIG } from '../config/config';
import { LOGGER } from '../platform/observability/logger';
import { KEYS } from '../platform/redis/keyspace';
import { openRedis, PATIENT } from '../platform/redis/redis-client';
import { LedgerStore } from './ledger-store';

const GROUP = 'ledger';
const BATCH = 200;
const BLOCK_MS = 500;
const CLAIM_EVERY_MS = 5000;
const CLAIM_IDLE_MS = 10_000;
const RETRY_MS = 500;
// Under load rows gather for this long, so that PostgreSQL commits ten batches a second and not forty.
const GATHER_MS = 100;

interface StreamEntry {
  readonly id: string;
  /** JSON array of ledger rows. */
  readonly rows: string;
}

/**
 * Moves settled requests from the Redis stream to PostgreSQL. An entry leaves the stream only after its rows were
 * committed; entries of a worker that died are claimed by the next one.
 */
@Injectable()
export class LedgerDrain implements OnApplicationBootstrap {
  private readonly consumer = randomUUID();
  private redis: Redis | undefined;
  private running: Promise<void> | undefined;
  private isStopping = false;
  private nextClaim = 0;

  constructor(
    private readonly store: LedgerStore,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.redis = openRedis(this.config.REDIS_URL, this.logger, PATIENT);
    this.running = this.run(this.redis);
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.isStopping = true;
    // A blocking read returns within BLOCK_MS; with Redis away it would wait for ever.
    await Promise.race([this.running, pause(4 * BLOCK_MS, undefined, { ref: false })]);
    this.redis?.disconnect();
  }

  private async run(redis: Redis): Promise<void> {
    let isFailing = false;
    while (!this.isStopping) {
      try {
        await this.drainOnce(redis);
        isFailing = false;
      } catch (error) {
        if (this.isStopping) return;
        // Redis or PostgreSQL is away, or the stream was flushed. Nothing is lost: unacknowledged entries come again.
        if (!isFailing) this.logger.warn({ err: error }, 'ledger drain waits');
        isFailing = true;
        await pause(RETRY_MS);
        await this.ensureGroup(redis).catch(() => undefined); // the next round reports it
      }
    }
  }

  private async drainOnce(redis: Redis): Promise<void> {
    const entries = (await this.claimStale(redis)) ?? (await this.readNew(redis));
    if (entries.length === 0) return;
    await this.insert(redis, entries);
    const ids = entries.map((entry) => entry.id);
    await redis
      .pipeline()
      .xack(KEYS.ledgerStream, GROUP, ...ids)
      .xdel(KEYS.ledgerStream, ...ids)
      .exec();
    if (entries.length < BATCH) await pause(GATHER_MS);
  }

  private async insert(redis: Redis, entries: readonly StreamEntry[]): Promise<void> {
    const batch = `[${entries.map((entry) => entry.rows.slice(1, -1)).join(',')}]`;
    await this.store.insertAcceptable(batch, async (row, error) => {
      this.logger.error({ err: error, kept: KEYS.ledgerRefused }, 'PostgreSQL refuses a ledger row');
      await redis.rpush(KEYS.ledgerRefused, row);
    });
  }

  private async readNew(redis: Redis): Promise<readonly StreamEntry[]> {
    const reply = (await redis.xreadgroup(
      'GROUP',
      GROUP,
      this.consumer,
      'COUNT',
      BATCH,
      'BLOCK',
      BLOCK_MS,
      'STREAMS',
      KEYS.ledgerStream,
      '>',
    )) as [stream: string, entries: RawEntry[]][] | null;
    return (reply?.[0]?.[1] ?? []).map(toEntry);
  }

  private async claimStale(redis: Redis): Promise<readonly StreamEntry[] | undefined> {
    if (performance.now() < this.nextClaim) return undefined;
    await this.ensureGroup(redis);
    const reply = (await redis.xautoclaim(
      KEYS.ledgerStream,
      GROUP,
      this.consumer,
      CLAIM_IDLE_MS,
      '0',
      'COUNT',
      BATCH,
    )) as [cursor: string, entries: RawEntry[]];
    const entries = reply[1].filter((entry) => entry !== null).map(toEntry);
    // More may be waiting behind a full batch.
    if (entries.length === 0) this.nextClaim = performance.now() + CLAIM_EVERY_MS;
    return entries.length === 0 ? undefined : entries;
  }

  private async ensureGroup(redis: Redis): Promise<void> {
    try {
      await redis.xgroup('CREATE', KEYS.ledgerStream, GROUP, '0', 'MKSTREAM');
    } catch (error) {
      // BUSYGROUP: it exists, which is the normal case.
      if (!(error instanceof Error) || !error.message.startsWith('BUSYGROUP')) throw error;
    }
  }
}

type RawEntry = [id: string, fields: string[]];

function toEntry([id, fields]: RawEntry): StreamEntry {
  return { id, rows: fields[fields.indexOf('rows') + 1] ?? '[]' };
}
