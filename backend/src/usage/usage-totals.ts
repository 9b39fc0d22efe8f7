import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { splitAtHours, type TimeRange } from './hour-split';

/** Somebody or something whose spend is counted. */
export interface UsageSubject {
  readonly kind: 'user' | 'key' | 'provider';
  readonly id: number;
}

export interface MinuteSpend {
  /** Minutes since the epoch. */
  readonly minute: number;
  /** Decimal string. */
  readonly costUsd: string;
}

const COLUMNS = { user: 'user_id', key: 'key_id', provider: 'provider_id' } as const satisfies Record<
  UsageSubject['kind'],
  string
>;

/**
 * What a user, key or provider has used, by the time its requests arrived. All times are milliseconds since the epoch.
 * Each method takes a transaction, so that several answers can come from one and the same state of the ledger.
 */
@Injectable()
export class UsageTotals {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * Exact sum in US dollars as a decimal string. Whole hours come from the roll-up and stay when ledger rows are deleted;
   * of an hour that is cut by `from` or `to` only those rows count that the ledger still has.
   *
   * @param from undefined: from the beginning
   * @param to the first moment that no longer counts
   */
  async spentBetween(
    subject: UsageSubject,
    from: number | undefined,
    to: number,
    transaction: EntityManager = this.database.manager,
  ): Promise<string> {
    const { head, hours, tail } = splitAtHours(from ?? Number.NEGATIVE_INFINITY, to);
    // One statement, one snapshot: no row is seen in the ledger but not yet in the roll-up.
    const [row]: { spent: string }[] = await transaction.query(spentSql(COLUMNS[subject.kind]), [
      subject.id,
      ...[head, hours, tail].flatMap(bounds),
    ]);
    return row?.spent ?? '0';
  }

  /** What was spent in each minute from `from` on, oldest first, without minutes that cost nothing. */
  async spentByMinute(
    subject: UsageSubject,
    from: number,
    transaction: EntityManager = this.database.manager,
  ): Promise<MinuteSpend[]> {
    return transaction.query(
      `SELECT floor(extract(epoch FROM created_at) / 60)::integer AS minute,
         trim_scale(sum(cost_usd))::text AS "costUsd"
       FROM message_request
       WHERE ${COLUMNS[subject.kind]} = $1 AND created_at >= $2 AND outcome <> 'lost' AND cost_usd > 0
       GROUP BY minute ORDER BY minute`,
      [subject.id, timestamp(from)],
    );
  }

  /**
   * When the window that contains `now` began, for windows of a fixed length of which each begins with the first use
   * after the one before has ended. A refused request is no use.
   *
   * @param from the moment to count windows from: none was open then
   * @returns undefined when no window is open
   */
  async startOfFixedWindow(
    subject: UsageSubject,
    lengthMs: number,
    from: number,
    now: number,
    transaction: EntityManager = this.database.manager,
  ): Promise<number | undefined> {
    const [row]: { start: Date }[] = await transaction.query(fixedWindowSql(COLUMNS[subject.kind]), [
      subject.id,
      timestamp(from),
      timestamp(now),
      lengthMs,
    ]);
    return row?.start.getTime();
  }
}

function spentSql(column: string): string {
  const inLedger = (from: string, to: string) =>
    `SELECT cost_usd FROM message_request
     WHERE ${column} = $1 AND created_at >= ${from} AND created_at < ${to} AND outcome <> 'lost'`;
  return `
    SELECT trim_scale(COALESCE(sum(cost_usd), 0))::text AS spent FROM (
      ${inLedger('$2', '$3')}
      UNION ALL
      SELECT cost_usd FROM usage_hourly WHERE ${column} = $1 AND hour >= $4 AND hour < $5
      UNION ALL
      ${inLedger('$6', '$7')}
    ) AS part`;
}

// One look into the index for each window, however many requests it holds.
function fixedWindowSql(column: string): string {
  const firstUse = (from: string) =>
    `SELECT created_at FROM message_request
     WHERE ${column} = $1 AND created_at >= ${from} AND created_at <= $3 AND outcome <> 'refused'
     ORDER BY created_at LIMIT 1`;
  return `
    WITH RECURSIVE opened (start, ending) AS (
      SELECT created_at, created_at + $4 * interval '1 millisecond' FROM (${firstUse('$2')}) AS use
      UNION ALL
      SELECT use.created_at, use.created_at + $4 * interval '1 millisecond'
      FROM opened CROSS JOIN LATERAL (${firstUse('opened.ending')}) AS use
    )
    SELECT start FROM opened WHERE ending > $3 ORDER BY start DESC LIMIT 1`;
}

function bounds([from, to]: TimeRange): readonly string[] {
  return [timestamp(from), timestamp(to)];
}

function timestamp(time: number): string {
  return time === Number.NEGATIVE_INFINITY ? '-infinity' : new Date(time).toISOString();
}
