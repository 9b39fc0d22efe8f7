import type { GatewayErrorCode } from '@cch/contracts/error-codes';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { LOGGER } from '../../platform/observability/logger';
import { METRICS, type Metrics } from '../../platform/observability/metrics';

/** What leaves no ledger entry: requests of nobody known, and `HEAD /`. */
type Uncounted = GatewayErrorCode | 'head';

const LOG_EVERY_MS = 10_000;

/** Counts requests of nobody we know, which leave no ledger entry, and mentions them in the log now and then. */
@Injectable()
export class RefusalCounter {
  private readonly counter: Counter<'code'>;
  private readonly unlogged = new Map<Uncounted, number>();
  private nextLine = 0;

  constructor(
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.counter = new Counter({
      name: 'cch_unknown_requests_total',
      help: 'Requests refused before their caller was known, by error code.',
      labelNames: ['code'],
      registers: [metrics],
    });
  }

  count(code: Uncounted, clientIp: string | undefined): void {
    this.counter.inc({ code });
    this.unlogged.set(code, (this.unlogged.get(code) ?? 0) + 1);
    const now = performance.now();
    if (now < this.nextLine) return;
    this.nextLine = now + LOG_EVERY_MS;
    this.logger.warn(
      { refused: Object.fromEntries(this.unlogged), lastClientIp: clientIp },
      'requests without a known key',
    );
    this.unlogged.clear();
  }
}
