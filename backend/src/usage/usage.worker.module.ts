import { Module } from '@nestjs/common';
import { LedgerDrain } from './ledger-drain';
import { LedgerUpkeep } from './ledger-upkeep';
import { LostRequests } from './lost-requests';
import { UsageModule } from './usage.module';

@Module({ imports: [UsageModule], providers: [LedgerDrain, LedgerUpkeep, LostRequests] })
export class UsageWorkerModule {}
