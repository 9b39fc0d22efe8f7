import { Module } from '@nestjs/common';
import { LedgerStore } from './ledger-store';

/** The way into the ledger, for every role. */
@Module({ providers: [LedgerStore], exports: [LedgerStore] })
export class UsageModule {}
