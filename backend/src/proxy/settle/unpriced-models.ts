import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { LOGGER } from '../../platform/observability/logger';
import { METRICS, type Metrics } from '../../platform/observability/metrics';

const LOG_EVERY_MS = 600_000;
/** Clients choose the names, so memory must not grow with them. */
const MOST_REMEMBERED = 1000;

/** Alerts about models that are served without a price: a counter at once, a line in the log now and then. */
@Injectable()
export class UnpricedModels {
  private readonly counter: Counter;
  private readonly nextLine = new Map<string, number>();

  constructor(
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.counter = new Counter({
      name: 'cch_unpriced_requests_total',
      help: 'Requests served at cost 0 because their model has no price.',
      registers: [metrics],
    });
  }

  note(model: string): void {
    this.counter.inc();
    const now = performance.now();
    if (now < (this.nextLine.get(model) ?? 0)) return;
    if (this.nextLine.size >= MOST_REMEMBERED) this.nextLine.clear();
    this.nextLine.set(model, now + LOG_EVERY_MS);
    this.logger.warn({ model: model.slice(0, 128) }, 'a model without a price is served at cost 0');
  }
}
