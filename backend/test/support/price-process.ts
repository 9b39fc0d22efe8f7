import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { pino } from 'pino';
import { DataSource } from 'typeorm';
import { loadConfig } from '../../src/config/config';
import { ConfigModule } from '../../src/config/config.module';
import { ClockModule } from '../../src/platform/clock.module';
import { DatabaseModule } from '../../src/platform/database/database.module';
import { migrate } from '../../src/platform/database/migrate';
import { ObservabilityModule } from '../../src/platform/observability/observability.module';
import { RedisModule } from '../../src/platform/redis/redis.module';
import { PriceBook } from '../../src/prices/price-book';
import { PriceSeed } from '../../src/prices/price-seed';
import { PricesModule } from '../../src/prices/prices.module';
import { ADMIN_TOKEN, ENCRYPTION_KEY } from './admin-app';

/** What a process of the hub has of prices. */
export interface PriceProcess {
  readonly book: PriceBook;
  readonly seed: PriceSeed;
  readonly database: DataSource;
  stop(): Promise<void>;
}

interface Servers {
  readonly DSN: string;
  readonly REDIS_URL: string;
}

/** Starts as the hub does: brings the schema up to date, takes over the shipped prices, and reads them. */
export async function startPriceProcess(
  servers: Servers,
  writeLog: (line: string) => void = () => undefined,
): Promise<PriceProcess> {
  const loaded = loadConfig({ ROLE: 'gateway', ADMIN_TOKEN, ENCRYPTION_KEY, TZ: 'UTC', ...servers });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  const { config } = loaded;
  await migrate(config);

  @Module({
    imports: [
      ConfigModule.of(config),
      ObservabilityModule.of(pino({ level: 'info' }, { write: writeLog })),
      ClockModule,
      DatabaseModule.forRoot(),
      RedisModule,
      PricesModule,
    ],
  })
  class PriceProcessModule {}

  const app = await NestFactory.createApplicationContext(PriceProcessModule, {
    logger: false,
    abortOnError: false,
  });
  return {
    book: app.get(PriceBook),
    seed: app.get(PriceSeed),
    database: app.get(DataSource),
    stop: () => app.close(),
  };
}
