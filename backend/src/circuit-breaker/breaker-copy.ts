import type { BreakerEvent, BreakerPolicy, BreakerState } from '@cch/domain/breaker/breaker';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { background } from '../platform/background';
import { type Clock, CLOCK } from '../platform/clock';
import { LOGGER } from '../platform/observability/logger';
import {
  type Applied,
  applyAll,
  type Asked,
  isForgotten,
  type KnownRecord,
  laterOf,
  NOTHING_KNOWN,
} from './breaker-record';
import { BreakerStore } from './breaker-store';

// Each conflict means that another instance has changed the breaker, and few changes are possible before none is left.
const MOST_TRIES = 30;

interface Waiting extends Asked {
  readonly answer: (applied: Applied) => void;
}

/**
 * All breakers in memory, in step with Redis. Reading is synchronous; changes go through Redis first. Without Redis the
 * same changes are made to the copy alone, and joined with what Redis holds once it is back.
 */
@Injectable()
export class BreakerCopy {
  private readonly known = new Map<number, KnownRecord>();
  /** Events that wait for the write under way. They go out together, so a storm of them costs few writes. */
  private readonly waiting = new Map<number, Waiting[]>();
  private readonly writing = new Map<number, Promise<void>>();
  private isAnswering = true;

  constructor(
    private readonly store: BreakerStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  stateOf(providerId: number): BreakerState {
    return this.knownOf(providerId).record.state;
  }

  isChanging(providerId: number): boolean {
    return this.writing.has(providerId);
  }

  /** Never rejects and never waits for a Redis that is away. */
  change(providerId: number, event: BreakerEvent, policy: BreakerPolicy): Promise<Applied> {
    const { promise, resolve } = Promise.withResolvers<Applied>();
    const waiting = this.waiting.get(providerId) ?? [];
    waiting.push({ event, policy, answer: resolve });
    this.waiting.set(providerId, waiting);
    this.startWriting(providerId);
    return promise;
  }

  /** Takes over what Redis knows better, and gives it what it has lost or missed. */
  async refresh(): Promise<void> {
    if (!this.store.isReachable) return;
    try {
      const theirs = await this.store.readAll();
      this.isAnswering = true;
      for (const providerId of new Set([...theirs.keys(), ...this.known.keys()]))
        this.join(providerId, theirs.get(providerId));
    } catch (error) {
      this.noteSilence(error);
    }
  }

  /** Resolves when no change is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.writing.values());
  }

  private startWriting(providerId: number): void {
    if (this.writing.has(providerId)) return;
    const writing = this.writeWaiting(providerId);
    this.writing.set(providerId, writing);
    background(writing, 'change circuit breaker', this.logger);
  }

  private async writeWaiting(providerId: number): Promise<void> {
    await Promise.resolve(); // whoever asks in the same turn of the event loop is in the first write
    do {
      const batch = this.waiting.get(providerId) ?? [];
      this.waiting.delete(providerId);
      const applied = await this.apply(providerId, batch);
      batch.forEach(({ answer }, index) => answer(applied[index] ?? this.leftOut(providerId)));
    } while (this.waiting.has(providerId));
    this.writing.delete(providerId); // in the same turn as the look above, or an event in between would be left waiting
  }

  /** Without events it only gives Redis what the copy holds. */
  private async apply(providerId: number, batch: readonly Asked[]): Promise<readonly Applied[]> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const { record, seen } = this.knownOf(providerId);
      const next = applyAll(record, batch, this.clock.now());
      if (batch.length > 0 && next.record === record) return next.applied;
      if (await this.write(providerId, { record: next.record, seen })) return next.applied;
    }
    this.logger.warn(
      { providerId, events: batch.length },
      'circuit breaker is too busy: events are left out',
    );
    return [];
  }

  /** Whether the record holds now; otherwise the copy knows more than before, and the caller decides again. */
  private async write(providerId: number, next: KnownRecord): Promise<boolean> {
    if (!this.isAnswering || !this.store.isReachable) {
      this.known.set(providerId, next);
      return true;
    }
    try {
      const conflict = await this.store.write(providerId, next);
      const holds = conflict
        ? laterOf(this.knownOf(providerId), conflict.current)
        : { record: next.record, seen: JSON.stringify(next.record) };
      this.known.set(providerId, holds);
      return !conflict;
    } catch (error) {
      // It may have been written all the same. Then Redis holds what the copy is about to hold, or something older.
      this.noteSilence(error);
      return false;
    }
  }

  private join(providerId: number, theirs: KnownRecord | undefined): void {
    const mine = this.known.get(providerId);
    const joined = mine ? laterOf(mine, theirs) : theirs;
    if (!joined) return;
    if (isForgotten(joined.record, this.clock.now())) return this.forget(providerId, theirs);
    this.known.set(providerId, joined);
    if (joined !== theirs) this.startWriting(providerId);
  }

  private forget(providerId: number, theirs: KnownRecord | undefined): void {
    this.known.delete(providerId);
    // Should it fail, the next look finds the record again.
    if (theirs) this.store.remove(providerId, theirs.seen).catch(() => undefined);
  }

  private knownOf(providerId: number): KnownRecord {
    return this.known.get(providerId) ?? NOTHING_KNOWN;
  }

  private leftOut(providerId: number): Applied {
    return { state: this.stateOf(providerId), at: this.clock.now() };
  }

  private noteSilence(error: unknown): void {
    if (this.isAnswering) this.logger.debug({ err: error }, 'circuit breakers go on in memory');
    this.isAnswering = false;
  }
}
