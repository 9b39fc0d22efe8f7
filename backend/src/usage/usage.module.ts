import { Module } from '@nestjs/common';
import { LedgerStore } from './ledger-store';
import { UsageTotals } from './usage-totals';

/** The way into the ledger and its totals, for every role. */
@Module({ providers: [LedgerStore, UsageTotals], exports: [LedgerStore, UsageTotals] })
export class UsageModule {}
