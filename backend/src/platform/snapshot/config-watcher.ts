import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { type Config, CONFIG } from '../../config/config';
import { background } from '../background';
import { LOGGER } from '../observability/logger';
import { CONFIG_CHANGED } from '../redis/keyspace';
import { openRedis, PATIENT, REDIS } from '../redis/redis-client';
import type { Snapshot } from './snapshot';

const POLL_MS = 1000;

/**
 * Keeps every registered snapshot in step with PostgreSQL. Two ways lead to a reload: a message on Redis, at once, and
 * a look at the version table every second, because pub/sub may drop messages and Redis may be away.
 */
@Injectable()
export class ConfigWatcher implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly snapshots = new Set<Snapshot<unknown>>();
  private readonly seen = new Map<string, string>();
  private subscriber: Redis | undefined;
  private timer: NodeJS.Timeout | undefined;
  private checking: Promise<void> | undefined;
  private isFailing = false;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  register(snapshot: Snapshot<unknown>): void {
    this.snapshots.add(snapshot);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.check();
    this.timer = setInterval(
      () => background(this.checkQuietly(), 'watch configuration', this.logger),
      POLL_MS,
    );
    this.subscriber = openRedis(this.config.REDIS_URL, this.logger, PATIENT);
    this.subscriber.on('message', () => background(this.checkQuietly(), 'watch configuration', this.logger));
    background(this.subscriber.subscribe(CONFIG_CHANGED), 'subscribe to configuration', this.logger);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.subscriber?.disconnect();
  }

  /**
   * After a change was committed: this process sees it when the promise resolves, the others within a second. Never
   * rejects: the change stands, and whoever made it must not be told otherwise.
   */
  async announce(): Promise<void> {
    await this.checking?.catch(() => undefined); // a check under way may have read the versions before the commit
    await this.checkQuietly();
    if (this.redis.status === 'ready') {
      background(this.redis.publish(CONFIG_CHANGED, ''), 'announce configuration', this.logger);
    }
  }

  private async checkQuietly(): Promise<void> {
    try {
      await this.check();
      if (this.isFailing) this.logger.info('configuration can be read again');
      this.isFailing = false;
    } catch (error) {
      // PostgreSQL is away: the copies in memory stay in force, which is their purpose.
      if (!this.isFailing)
        this.logger.warn({ err: error }, 'configuration cannot be read; the last one stays in force');
      this.isFailing = true;
    }
  }

  private check(): Promise<void> {
    this.checking ??= this.reloadStale().finally(() => {
      this.checking = undefined;
    });
    return this.checking;
  }

  private async reloadStale(): Promise<void> {
    const rows: { topic: string; version: string }[] = await this.database.query(
      'SELECT topic, version FROM config_versions',
    );
    const changed = rows.filter((row) => this.seen.get(row.topic) !== row.version);
    const topics = new Set(changed.map((row) => row.topic));
    const stale = [...this.snapshots].filter((snapshot) =>
      snapshot.topics.some((topic) => topics.has(topic)),
    );
    await Promise.all(stale.map((snapshot) => snapshot.reload()));
    // Only now: when a reload fails, the next look finds the difference again.
    for (const row of changed) this.seen.set(row.topic, row.version);
  }
}
