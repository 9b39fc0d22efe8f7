import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Redis } from 'ioredis';
import { DataSource } from 'typeorm';
import { VERSION } from '../admin/version';
import { type Config, CONFIG } from '../config/config';
import { Readiness } from '../platform/observability/readiness';
import { REDIS } from '../platform/redis/redis-client';
import type { DependencyState, HealthStatus, HealthView } from './health.dto';

const PATIENCE_MS = 1000;

type Dependencies = Readonly<Record<'postgres' | 'redis', DependencyState>>;

/** Looks at what the hub depends on. Each look is bounded, so that a probe is answered before its own patience ends. */
@Injectable()
export class HealthChecks {
  private last: Dependencies = { postgres: 'unknown', redis: 'unknown' };

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    @Inject(REDIS) private readonly redis: Redis,
    @Inject(CONFIG) private readonly config: Config,
    private readonly readiness: Readiness,
  ) {}

  live(): HealthView {
    return { status: 'ok', dependencies: this.last, version: VERSION };
  }

  async ready(): Promise<HealthView> {
    const [postgres, redis] = await Promise.all([
      state(() => this.database.query('SELECT 1')),
      state(() => this.redis.ping()),
    ]);
    this.last = { postgres, redis };
    return { status: this.judge(this.last), dependencies: this.last, version: VERSION };
  }

  // The configuration was read before the first request could arrive and stays in memory, so a gateway goes on without
  // either dependency. The other roles can do nothing without PostgreSQL.
  private judge({ postgres, redis }: Dependencies): HealthStatus {
    if (this.readiness.isDraining) return 'unavailable';
    if (postgres === 'up' && redis === 'up') return 'ok';
    const isGateway = this.config.ROLE === 'all' || this.config.ROLE === 'gateway';
    return isGateway || postgres === 'up' ? 'degraded' : 'unavailable';
  }
}

async function state(look: () => Promise<unknown>): Promise<DependencyState> {
  const { promise: tooLate, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
  try {
    await Promise.race([look(), tooLate]);
    return 'up';
  } catch {
    // Whatever the reason is, the answer is the same; the connections log why.
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}
