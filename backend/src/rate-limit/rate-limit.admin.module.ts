import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { SettingsModule } from '../settings/settings.module';
import { UsageModule } from '../usage/usage.module';
import { LimitCounters } from './limit-counters';
import { LimitUsage } from './limit-usage';
import { LimitUsageController } from './limit-usage.controller';
import { LimitedRows } from './limited-rows';
import { RateLimitEventEntity } from './rate-limit-event.entity';
import { RateLimitEventRepository } from './rate-limit-event.repository';
import { RateLimitEvents } from './rate-limit-events';
import { RateLimitEventsController } from './rate-limit-events.controller';
import { SpendStandings } from './spend-standings';

@Module({
  imports: [TypeOrmModule.forFeature([RateLimitEventEntity]), SettingsModule, SnapshotModule, UsageModule],
  controllers: [LimitUsageController, RateLimitEventsController],
  providers: [
    LimitCounters,
    LimitUsage,
    LimitedRows,
    RateLimitEventRepository,
    RateLimitEvents,
    SpendStandings,
  ],
})
export class RateLimitAdminModule {}
