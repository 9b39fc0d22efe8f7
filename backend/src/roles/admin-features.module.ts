import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { KeysAdminModule } from '../keys/keys.admin.module';
import { LoginAdminModule } from '../login/login.admin.module';
import { PricesAdminModule } from '../prices/prices.admin.module';
import { ProvidersAdminModule } from '../providers/providers.admin.module';
import { RateLimitAdminModule } from '../rate-limit/rate-limit.admin.module';
import { RoutingAdminModule } from '../routing/routing.admin.module';
import { SettingsAdminModule } from '../settings/settings.admin.module';
import { UsageAdminModule } from '../usage/usage.admin.module';
import { UsersAdminModule } from '../users/users.admin.module';
import { AccessGuard } from '../admin/access.guard';
import { KnownPaths } from '../admin/known-paths';
import { ThrottleGuard, THROTTLES } from '../admin/throttle.guard';
import { ThrottleStorage } from '../admin/throttle-storage';
import { UnknownPathController } from '../admin/unknown-path.controller';

@Module({ providers: [ThrottleStorage], exports: [ThrottleStorage] })
class ThrottleStorageModule {}

/** Everything that the admin role serves. Guards run in this order: first count, then ask who it is. */
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      imports: [ThrottleStorageModule],
      inject: [ThrottleStorage],
      useFactory: (storage: ThrottleStorage) => ({ throttlers: THROTTLES, storage }),
    }),
    LoginAdminModule,
    UsersAdminModule,
    KeysAdminModule,
    ProvidersAdminModule,
    PricesAdminModule,
    RoutingAdminModule,
    RateLimitAdminModule,
    UsageAdminModule,
    SettingsAdminModule,
  ],
  controllers: [UnknownPathController],
  providers: [
    KnownPaths,
    { provide: APP_GUARD, useClass: ThrottleGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
})
export class AdminFeaturesModule {}
