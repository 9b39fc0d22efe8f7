import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerEntryEntity } from './ledger-entry.entity';
import { UsageController } from './usage.controller';
import { UsageLogRepository } from './usage-log.repository';
import { UsageLogs } from './usage-logs';

@Module({
  imports: [TypeOrmModule.forFeature([LedgerEntryEntity])],
  controllers: [UsageController],
  providers: [UsageLogRepository, UsageLogs],
})
export class UsageAdminModule {}
