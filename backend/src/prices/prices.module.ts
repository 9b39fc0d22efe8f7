import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { SnapshotModule } from '../platform/snapshot/snapshot.module';
import { ModelPriceEntity } from './model-price.entity';
import { ModelPriceRepository } from './model-price.repository';
import { PriceBook } from './price-book';
import { PriceSeed } from './price-seed';

@Module({
  imports: [TypeOrmModule.forFeature([ModelPriceEntity]), SnapshotModule],
  providers: [ModelPriceRepository, PriceSeed, PriceBook],
  exports: [ModelPriceRepository, PriceBook],
})
export class PricesModule {}
