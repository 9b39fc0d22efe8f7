import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, type OnApplicationBootstrap } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { Logger } from 'pino';
import { background } from '../platform/background';
import { type Clock, CLOCK } from '../platform/clock';
import { LOGGER } from '../platform/observability/logger';
import { LedgerStore } from './ledger-store';

export const LEDGER_PARTITIONS = 'ledger-partitions';

const EVERY_MS = 3_600_000;
const DAYS_AHEAD = 3;

/** Makes the ledger's partitions for the coming days: once an hour in the whole cluster, and at the start of a worker. */
@Processor(LEDGER_PARTITIONS)
export class LedgerPartitionsProcessor extends WorkerHost implements OnApplicationBootstrap {
  private isReported = false;

  constructor(
    @InjectQueue(LEDGER_PARTITIONS) private readonly queue: Queue,
    private readonly store: LedgerStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    this.queue.on('error', (error) => this.report(error));
    await this.process();
    // Not awaited: with Redis away the worker must start all the same, and the store makes what is missing itself.
    const schedule = this.queue.upsertJobScheduler(LEDGER_PARTITIONS, { every: EVERY_MS });
    background(schedule, 'schedule ledger partitions', this.logger);
  }

  async process(): Promise<void> {
    await this.store.ensurePartitions(this.clock.now(), DAYS_AHEAD);
  }

  @OnWorkerEvent('ready')
  noteReturn(): void {
    this.isReported = false;
  }

  @OnWorkerEvent('error')
  report(error: Error): void {
    if (!this.isReported)
      this.logger.warn({ reason: error.message, queue: LEDGER_PARTITIONS }, 'queue is waiting');
    this.isReported = true;
  }
}
