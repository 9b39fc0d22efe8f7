import { Global, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { BreakerRegistry } from '../../src/circuit-breaker/breaker-registry';
import { CircuitBreakerModule } from '../../src/circuit-breaker/circuit-breaker.module';
import { CircuitEventRepository } from '../../src/circuit-breaker/circuit-event.repository';
import { type Config, loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { CLOCK, type Clock } from '../../src/platform/clock';
import { DatabaseModule } from '../../src/platform/database/database.module';
import { migrate } from '../../src/platform/database/migrate';
import { ObservabilityModule } from '../../src/platform/observability/observability.module';
import { RedisModule } from '../../src/platform/redis/redis.module';
import { ADMIN_TOKEN, ENCRYPTION_KEY } from './admin-app';

/** What a process of the hub has of the circuit breakers, with connections of its own. */
export interface BreakerProcess {
  readonly breakers: BreakerRegistry;
  readonly events: CircuitEventRepository;
  readonly database: DataSource;
  /** Messages of its log. */
  readonly lines: readonly LogLine[];
  stop(): Promise<void>;
}

interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

interface Addresses {
  readonly dsn: string;
  readonly redisUrl: string;
}

export async function startBreakerProcess(
  { dsn, redisUrl }: Addresses,
  clock: Clock,
): Promise<BreakerProcess> {
  const config = testConfig(dsn, redisUrl);
  await migrate(config);
  const lines: LogLine[] = [];
  const app = await NestFactory.createApplicationContext(modules(config, clock, lines), {
    logger: false,
    abortOnError: false,
  });
  return {
    breakers: app.get(BreakerRegistry),
    events: app.get(CircuitEventRepository),
    database: app.get(DataSource),
    lines,
    stop: () => app.close(),
  };
}

function modules(config: Config, clock: Clock, lines: LogLine[]) {
  const logger = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  @Global()
  @Module({ providers: [{ provide: CLOCK, useValue: clock }], exports: [CLOCK] })
  class TestClockModule {}

  @Module({
    imports: [
      ConfigModule.of(config),
      ObservabilityModule.of(logger),
      TestClockModule,
      DatabaseModule.forRoot(),
      RedisModule,
      CircuitBreakerModule,
    ],
  })
  class BreakerTestModule {}
  return BreakerTestModule;
}

function testConfig(dsn: string, redisUrl: string): Config {
  const loaded = loadConfig({ DSN: dsn, REDIS_URL: redisUrl, ADMIN_TOKEN, ENCRYPTION_KEY, TZ: 'UTC' });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.config;
}
