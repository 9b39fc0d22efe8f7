import { lengthOf, rollingWindow } from '@cch/domain/limits/spend-window';
import { joinUsd, splitUsd } from '@cch/domain/money/micro-usd';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DataSource, type EntityManager } from 'typeorm';
import { type Clock, CLOCK } from '../platform/clock';
import { LOGGER } from '../platform/observability/logger';
import { KEYS } from '../platform/redis/keyspace';
import { RedisQuestions } from '../platform/redis/redis-questions';
import { Script } from '../platform/redis/script-runner';
import source from '../platform/redis/scripts/finish-loading-1.lua';
import functions from '../platform/redis/scripts/spend-functions.lua';
import { UsageTotals } from '../usage/usage-totals';
import type { LimitedSubject } from '../limits/limited-subject';
import { SpendCalendar, type WindowArgs } from './spend-calendar';

const FINISH_LOADING = new Script(functions + source);

const LOOK_EVERY_MS = 20;
const DRAIN_PATIENCE_MS = 10_000;
const DAY_MS = 86_400_000;
/** Fixed windows that begin with the first use are followed from here on: nobody works for so long without a pause. */
export const FOLLOW_FROM_MS = 14 * DAY_MS;

/** One load: who does it, and the newest entry of the ledger's stream when it began. */
export interface Load {
  readonly subject: LimitedSubject;
  readonly token: string;
  readonly lastEntry: string;
  readonly signature: string;
}

type Minute = readonly [minute: number, micros: string, femtos: string];
type LoadedWindow = readonly [
  ...WindowArgs,
  start: number,
  micros: string,
  femtos: string,
  minutes: readonly Minute[],
];

/**
 * Brings the counters of a subject from PostgreSQL to Redis. Everything that was settled before the load began is waited for
 * and summed up; everything since is on the pending list, and what of it PostgreSQL has seen already is told by id.
 */
@Injectable()
export class SpendLoader {
  constructor(
    private readonly questions: RedisQuestions,
    @InjectDataSource() private readonly database: DataSource,
    private readonly totals: UsageTotals,
    private readonly calendar: SpendCalendar,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Never rejects: whoever comes after twelve seconds without success tries again. */
  async load(load: Load): Promise<void> {
    try {
      await this.whenDrained(load.lastEntry);
      const { windows, known } = await this.database.transaction('REPEATABLE READ', (snapshot) =>
        this.sumUp(load, snapshot),
      );
      const { name } = load.subject;
      const args = [name, load.token, load.signature, JSON.stringify(windows), JSON.stringify(known)];
      await FINISH_LOADING.run(this.questions.redis, [KEYS.spend(name)], args);
    } catch (error) {
      this.logger.warn({ err: error, subject: load.subject.name }, 'spend counters could not be loaded');
    }
  }

  private async whenDrained(lastEntry: string): Promise<void> {
    const givenUpAt = performance.now() + DRAIN_PATIENCE_MS;
    while ((await this.questions.redis.xrange(KEYS.ledgerStream, '-', lastEntry, 'COUNT', 1)).length > 0) {
      if (performance.now() > givenUpAt) throw new Error('the ledger is not drained');
      await pause(LOOK_EVERY_MS);
    }
  }

  private async sumUp({ subject }: Load, snapshot: EntityManager) {
    const now = this.clock.now();
    const windows: LoadedWindow[] = [];
    for (const window of this.calendar.windowsAt(subject, now)) {
      windows.push(await this.sumUpWindow(subject, window, now, snapshot));
    }
    // After the sums: a request that is neither in them nor on this list is settled later still.
    const pending = await this.questions.redis.lrange(KEYS.spendPending(subject.name), 0, -1);
    return { windows, known: await knownOf(pending, snapshot) };
  }

  private async sumUpWindow(
    subject: LimitedSubject,
    [name, mode, a]: WindowArgs,
    now: number,
    snapshot: EntityManager,
  ): Promise<LoadedWindow> {
    const { resetAt } = subject;
    // Clocks of other hubs may be ahead of this one.
    const end = now + DAY_MS;
    if (mode === 'c') {
      return [name, mode, a, a, ...amounts(await this.totals.spentBetween(subject, a, end, snapshot)), []];
    }
    const length = lengthOf(name === '5h' ? '5h' : 'daily');
    if (mode === 'r') {
      const start = Math.max(rollingWindow(length, now).start, resetAt);
      return [name, mode, a, ...(await this.sumUpMinutes(subject, start, snapshot))];
    }
    const from = Math.max(now - FOLLOW_FROM_MS, resetAt);
    const start = await this.totals.startOfFixedWindow(subject, length, from, now, snapshot);
    if (start === undefined) return [name, mode, a, 0, '0', '0', []];
    const spent = await this.totals.spentBetween(subject, start, end, snapshot);
    return [name, mode, a, start, ...amounts(spent), []];
  }

  private async sumUpMinutes(
    subject: LimitedSubject,
    start: number,
    snapshot: EntityManager,
  ): Promise<[first: number, micros: string, femtos: string, minutes: readonly Minute[]]> {
    const spent = await this.totals.spentByMinute(subject, start, snapshot);
    const minutes = spent.map(({ minute, costUsd }): Minute => [minute, ...amounts(costUsd)]);
    const sum = (at: 1 | 2) => minutes.reduce((total, minute) => total + BigInt(minute[at]), 0n);
    const spentInAll = joinUsd(String(sum(1)), String(sum(2)));
    return [Math.floor(start / MINUTE_MS), ...amounts(spentInAll), minutes];
  }
}

const MINUTE_MS = 60_000;

function amounts(usd: string): [micros: string, femtos: string] {
  const { micros, femtos } = splitUsd(usd);
  return [String(micros), String(femtos)];
}

/** Those of the pending requests that the snapshot has. */
async function knownOf(pending: readonly string[], snapshot: EntityManager): Promise<Record<string, true>> {
  const entries = pending.map((text): [string, number] => JSON.parse(text));
  if (entries.length === 0) return {};
  const ids = entries.map(([id]) => id);
  const earliest = Math.min(...entries.map(([, at]) => at));
  const rows: { id: string }[] = await snapshot.query(
    `SELECT id FROM message_request WHERE created_at >= $1 AND id = ANY ($2::uuid[]) AND outcome <> 'lost'`,
    [new Date(earliest).toISOString(), ids],
  );
  return Object.fromEntries(rows.map(({ id }) => [id, true]));
}
