import { type DynamicModule, Module } from '@nestjs/common';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { ConfigModule } from '../config/config.module';
import { HealthModule } from '../health/health.module';
import { ClockModule } from '../platform/clock.module';
import { DatabaseModule } from '../platform/database/database.module';
import { ObservabilityModule } from '../platform/observability/observability.module';
import { RedisModule } from '../platform/redis/redis.module';
import { SettingsModule } from '../settings/settings.module';
import { rolesOf } from './role';

/** The platform and the features of this process's role. */
@Module({})
export class HubModule {
  static of(config: Config, logger: Logger): DynamicModule {
    return {
      module: HubModule,
      imports: [
        ConfigModule.of(config),
        ObservabilityModule.of(logger),
        ClockModule,
        DatabaseModule.forRoot(),
        RedisModule,
        HealthModule,
        SettingsModule,
        ...rolesOf(config).flatMap((role) => role.modules),
      ],
    };
  }
}
