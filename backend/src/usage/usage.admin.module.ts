import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PricesModule } from '../prices/prices.module';
import { LedgerEntryEntity } from './ledger-entry.entity';
import { MissingPrices } from './missing-prices';
import { MissingPricesController } from './missing-prices.controller';
import { UsageController } from './usage.controller';
import { UsageLogRepository } from './usage-log.repository';
import { UsageLogs } from './usage-logs';

@Module({
  imports: [TypeOrmModule.forFeature([LedgerEntryEntity]), PricesModule],
  controllers: [MissingPricesController, UsageController],
  providers: [MissingPrices, UsageLogRepository, UsageLogs],
})
export class UsageAdminModule {}
