import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Logger } from 'pino';
import { type Clock, CLOCK } from '../platform/clock';
import { LOGGER } from '../platform/observability/logger';
import { LedgerStore } from './ledger-store';
import { LostRequests } from './lost-requests';

const REAP_EVERY_MS = 2000;
const PARTITIONS_EVERY_MS = 3_600_000;
const DAYS_AHEAD = 3;

/**
 * What the ledger needs all the time: partitions for the coming days, and a look for dead gateways every other second.
 * Plain timers instead of a queue, because both must go on while Redis is away and both may run in several workers.
 */
@Injectable()
export class LedgerUpkeep implements OnApplicationBootstrap {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly failing = new Set<string>();

  constructor(
    private readonly store: LedgerStore,
    private readonly lost: LostRequests,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.every(PARTITIONS_EVERY_MS, 'make partitions', () =>
      this.store.ensurePartitions(this.clock.now(), DAYS_AHEAD),
    );
    await this.every(REAP_EVERY_MS, 'look for lost requests', () => this.lost.reap());
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  private async every(periodMs: number, name: string, task: () => Promise<unknown>): Promise<void> {
    const run = () =>
      task().then(
        () => this.failing.delete(name),
        (error: unknown) => this.report(name, error),
      );
    await run();
    this.timers.push(setInterval(() => void run(), periodMs));
  }

  private report(name: string, error: unknown): void {
    if (!this.failing.has(name))
      this.logger.warn({ err: error, task: name }, 'ledger upkeep failed; it goes on');
    this.failing.add(name);
  }
}
