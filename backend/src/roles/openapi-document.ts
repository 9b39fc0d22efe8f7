import { writeFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AdminFeaturesModule } from './admin-features.module';
import { openApiDocument } from '../admin/openapi';
import { type Config, loadConfig } from '../config/config';
import { ConfigModule } from '../config/config.module';
import { HealthModule } from '../health/health.module';
import { ClockModule } from '../platform/clock.module';
import { DatabaseModule } from '../platform/database/database.module';
import { openLogger } from '../platform/observability/logger';
import { ObservabilityModule } from '../platform/observability/observability.module';
import { RedisModule } from '../platform/redis/redis.module';

/** Writes the OpenAPI document without any server: `tools/api-client.mjs` makes the typed client from it. */
async function writeDocument(file: string): Promise<void> {
  // Preview mode: modules and controllers are looked at, but nothing is created and nothing is connected to.
  const app = await NestFactory.create(documented(), new FastifyAdapter(), {
    preview: true,
    abortOnError: false,
    logger: ['error'],
  });
  writeFileSync(file, JSON.stringify(openApiDocument(app)));
}

function documented() {
  @Module({
    imports: [
      ConfigModule.of(placeholderConfig()),
      ObservabilityModule.of(openLogger({ LOG_LEVEL: 'silent' })),
      ClockModule,
      DatabaseModule.forRoot(),
      RedisModule,
      HealthModule,
      AdminFeaturesModule,
    ],
  })
  class DocumentedModule {}
  return DocumentedModule;
}

// The document depends on no value of the configuration; the modules only need to find one.
function placeholderConfig(): Config {
  const loaded = loadConfig({
    DSN: 'postgres://nobody@localhost/nothing',
    REDIS_URL: 'redis://localhost',
    ADMIN_TOKEN: 'used by nobody, since nothing starts',
    ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
  });
  if (!loaded.ok) throw new Error(loaded.problems.join('\n'));
  return loaded.config;
}

const [, , target] = process.argv;
if (!target) throw new Error('name the file to write the OpenAPI document to');
await writeDocument(target);
