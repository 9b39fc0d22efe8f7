import { Module } from '@nestjs/common';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { ModelPricesController } from './model-prices.controller';
import { ModelPricesService } from './model-prices.service';
import { PriceSyncController } from './price-sync.controller';
import { PriceSyncService } from './price-sync.service';
import { PriceTableSource } from './price-table-source';
import { PricesModule } from './prices.module';

@Module({
  imports: [PricesModule, SnapshotModule],
  controllers: [PriceSyncController, ModelPricesController],
  providers: [ModelPricesService, PriceSyncService, PriceTableSource],
})
export class PricesAdminModule {}
