import { Global, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { AdminFeaturesModule } from '../../src/roles/admin-features.module';
import { type Config, loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { HealthModule } from '../../src/health/health.module';
import { CLOCK } from '../../src/platform/clock';
import { DatabaseModule } from '../../src/platform/database/database.module';
import { migrate } from '../../src/platform/database/migrate';
import { openLogger } from '../../src/platform/observability/logger';
import { ObservabilityModule } from '../../src/platform/observability/observability.module';
import { RedisModule } from '../../src/platform/redis/redis.module';
import { configureAdminHttp } from '../../src/roles/admin-http';
import { AdminClient } from './admin-client';
import { MovableClock } from './movable-clock';
import { createTestDatabase, takeRedisDatabase } from './services';

export const ADMIN_TOKEN = 'test-admin-token-7f3b9c1d';
export const ENCRYPTION_KEY = Buffer.alloc(32, 7).toString('base64');

export interface AdminApp {
  readonly client: AdminClient;
  readonly clock: MovableClock;
  readonly database: DataSource;
  readonly config: Config;
  stop(): Promise<void>;
}

interface Extras {
  /** Takes the lines of the log, which goes nowhere otherwise. */
  readonly writeLog?: (line: string) => void;
  /** Values that no environment could set, such as limits short enough to wait for. */
  readonly config?: Partial<Config>;
  /** Further controllers of the application. */
  readonly controllers?: Type[];
}

type Env = Readonly<Record<string, string>>;

/**
 * The admin role, listening on a free port.
 * @param env variables to set; without DSN and REDIS_URL it gets a database and a Redis of its own
 */
export async function startAdminApp(env: Env = {}, extras: Extras = {}): Promise<AdminApp> {
  const [postgres, redis] = await Promise.all([createTestDatabase(), takeRedisDatabase()]);
  const config = {
    ...testConfig({ DSN: postgres.dsn, REDIS_URL: redis.url, ...env }),
    ...extras.config,
  };
  await migrate(config);
  const clock = new MovableClock();
  const app = await NestFactory.create<NestFastifyApplication>(
    modules(config, clock, extras),
    new FastifyAdapter({
      trustProxy: 'loopback',
      bodyLimit: 104_857_600,
      routerOptions: { maxParamLength: 1024 },
    }),
    { logger: false, abortOnError: false },
  );
  await configureAdminHttp(app);
  await app.listen(0, '127.0.0.1');
  return {
    client: new AdminClient(portOf(app), ADMIN_TOKEN),
    clock,
    database: app.get(DataSource),
    config,
    async stop() {
      await app.close();
      await Promise.all([postgres.drop(), redis.release()]);
    },
  };
}

function portOf(app: NestFastifyApplication): number {
  return Number(new URL(app.getHttpAdapter().getInstance().listeningOrigin).port);
}

function testConfig(env: Env): Config {
  const loaded = loadConfig({
    ROLE: 'admin',
    ADMIN_TOKEN,
    ENCRYPTION_KEY,
    LOG_LEVEL: 'silent',
    TZ: 'UTC',
    PRICE_SYNC_URL: 'http://127.0.0.1:9/nothing.json', // no test goes out to the Internet
    ...env,
  });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.config;
}

function modules(config: Config, clock: MovableClock, { writeLog, controllers }: Extras) {
  const logger = writeLog ? pino({ level: config.LOG_LEVEL }, { write: writeLog }) : openLogger(config);
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
      HealthModule,
      AdminFeaturesModule,
    ],
    controllers,
  })
  class AdminTestModule {}
  return AdminTestModule;
}
