import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Counter } from 'prom-client';
import { background } from '../platform/background';
import { LOGGER } from '../platform/observability/logger';
import { METRICS, type Metrics } from '../platform/observability/metrics';
import { type CircuitEvent, CircuitEventRepository } from './circuit-event.repository';

const MOST_WAITING = 1000;
const RETRY_MS = 1000;

/**
 * Tells of every change of a breaker's state that this process has made: a line in the log at once, a counter, and a row
 * as soon as PostgreSQL takes it. Nobody waits for the row.
 */
@Injectable()
export class CircuitJournal {
  private readonly waiting: CircuitEvent[] = [];
  private readonly counter: Counter<'provider_id' | 'to'>;
  private flushing: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    private readonly events: CircuitEventRepository,
    @Inject(METRICS) metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.counter = new Counter({
      name: 'cch_circuit_changes_total',
      help: 'Changes of circuit breakers made by this process, by provider and new state.',
      labelNames: ['provider_id', 'to'],
      registers: [metrics],
    });
  }

  write(event: CircuitEvent, providerName: string | undefined): void {
    this.log(event, providerName);
    this.counter.inc({ provider_id: event.providerId, to: event.toState });
    this.waiting.push(event);
    if (this.waiting.length > MOST_WAITING) {
      this.waiting.shift();
      this.logger.error('too many circuit breaker events wait for PostgreSQL: the oldest is lost');
    }
    this.flush();
  }

  /** Writes what it can and stops trying. Called at shutdown. */
  async close(): Promise<void> {
    this.flush();
    await this.flushing;
    clearTimeout(this.retry);
  }

  private flush(): void {
    clearTimeout(this.retry);
    if (this.flushing || this.waiting.length === 0) return;
    this.flushing = this.insertWaiting();
    background(this.flushing, 'write circuit breaker events', this.logger);
  }

  private async insertWaiting(): Promise<void> {
    try {
      await this.insertInOrder();
    } finally {
      this.flushing = undefined; // at once, so that an event that comes now is not taken for one under way
    }
  }

  private async insertInOrder(): Promise<void> {
    for (let event = this.waiting[0]; event; event = this.waiting[0]) {
      try {
        await this.events.insert(event);
      } catch (error) {
        if (!isDataError(error)) {
          this.logger.debug({ err: error }, 'circuit breaker events wait for PostgreSQL');
          this.retry = setTimeout(() => this.flush(), RETRY_MS);
          return;
        }
        this.logger.error({ err: error, event }, 'PostgreSQL refuses a circuit breaker event');
      }
      // Unless the queue was full meanwhile and has dropped it.
      if (this.waiting[0] === event) this.waiting.shift();
    }
  }

  private log(event: CircuitEvent, providerName: string | undefined): void {
    const { providerId, fromState, toState, cause, failures, errorCode, requestId } = event;
    const who =
      providerName === undefined ? `provider ${providerId}` : `provider ${providerId} (${providerName})`;
    const counted = failures > 0 ? `, failures: ${failures}` : '';
    const details = {
      providerId,
      providerName,
      from: fromState,
      to: toState,
      cause,
      failures,
      errorCode,
      requestId,
    };
    const line = `[CircuitBreaker] ${who}: ${fromState} -> ${toState} (${cause}${counted})`;
    if (toState === 'open') this.logger.warn(details, line);
    else this.logger.info(details, line);
  }
}

/** Whether PostgreSQL refuses the data itself, so that trying again cannot help. */
function isDataError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && /^2[23]/.test(String(error.code));
}
