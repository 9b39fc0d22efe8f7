import { Module } from '@nestjs/common';
import { QueueModule } from '../platform/queue/queue.module';
import { LedgerDrain } from './ledger-drain';
import { LEDGER_PARTITIONS, LedgerPartitionsProcessor } from './ledger-partitions.processor';
import { LostRequests } from './lost-requests';
import { UsageModule } from './usage.module';

@Module({
  imports: [UsageModule, QueueModule.of(LEDGER_PARTITIONS)],
  providers: [LedgerDrain, LedgerPartitionsProcessor, LostRequests],
})
export class UsageWorkerModule {}
