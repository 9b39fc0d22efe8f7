import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { type HourSplit, splitAtHours, type TimeRange } from './hour-split';

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

/** A span of time of one subject; `from` undefined: from the beginning, `to`: the first moment that no longer counts. */
export interface UsageSpan {
  readonly id: number;
  readonly from: number | undefined;
  readonly to: number;
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

  /** The same for many spans of subjects of one kind at once, in their order. */
  async spentInSpans(
    kind: UsageSubject['kind'],
    spans: readonly UsageSpan[],
    transaction: EntityManager = this.database.manager,
  ): Promise<readonly string[]> {
    const parts = spans.map(({ from, to }) => splitAtHours(from ?? Number.NEGATIVE_INFINITY, to));
    const columnsOf = (part: keyof HourSplit) => [
      parts.map((split) => timestamp(split[part][0])),
      parts.map((split) => timestamp(split[part][1])),
    ];
    const rows: { spent: string }[] = await transaction.query(spansSql(COLUMNS[kind]), [
      spans.map(({ id }) => id),
      ...columnsOf('head'),
      ...columnsOf('hours'),
      ...columnsOf('tail'),
    ]);
    return rows.map(({ spent }) => spent);
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

  /** The same for many subjects of one kind at once; subjects without an open window are left out. */
  async startsOfFixedWindows(
    kind: UsageSubject['kind'],
    subjects: readonly { readonly id: number; readonly from: number }[],
    lengthMs: number,
    now: number,
    transaction: EntityManager = this.database.manager,
  ): Promise<ReadonlyMap<number, number>> {
    const rows: { id: number; start: Date }[] = await transaction.query(fixedWindowsSql(COLUMNS[kind]), [
      subjects.map(({ id }) => id),
      subjects.map(({ from }) => timestamp(from)),
      timestamp(now),
      lengthMs,
    ]);
    return new Map(rows.map(({ id, start }) => [id, start.getTime()]));
  }
}

function spentSql(column: string): string {
  return sumSql(column, '$1', { head: ['$2', '$3'], hours: ['$4', '$5'], tail: ['$6', '$7'] });
}

function spansSql(column: string): string {
  const sum = sumSql(column, 'span.id', {
    head: ['span.head_from', 'span.head_to'],
    hours: ['span.hours_from', 'span.hours_to'],
    tail: ['span.tail_from', 'span.tail_to'],
  });
  return `
    SELECT total.spent
    FROM unnest($1::integer[], $2::timestamptz[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[],
        $6::timestamptz[], $7::timestamptz[]) WITH ORDINALITY
        AS span (id, head_from, head_to, hours_from, hours_to, tail_from, tail_to, place)
      CROSS JOIN LATERAL (${sum}) AS total
    ORDER BY span.place`;
}

type SqlRange = readonly [from: string, to: string];

function sumSql(
  column: string,
  id: string,
  { head, hours, tail }: Readonly<Record<keyof HourSplit, SqlRange>>,
): string {
  const inLedger = ([from, to]: SqlRange) =>
    `SELECT cost_usd FROM message_request
     WHERE ${column} = ${id} AND created_at >= ${from} AND created_at < ${to} AND outcome <> 'lost'`;
  return `
    SELECT trim_scale(COALESCE(sum(cost_usd), 0))::text AS spent FROM (
      ${inLedger(head)}
      UNION ALL
      SELECT cost_usd FROM usage_hourly WHERE ${column} = ${id} AND hour >= ${hours[0]} AND hour < ${hours[1]}
      UNION ALL
      ${inLedger(tail)}
    ) AS part`;
}

function fixedWindowSql(column: string): string {
  return openWindowSql(column, { id: '$1', from: '$2', now: '$3', lengthMs: '$4' });
}

function fixedWindowsSql(column: string): string {
  return `
    SELECT subject.id, opened.start
    FROM unnest($1::integer[], $2::timestamptz[]) AS subject (id, since)
      CROSS JOIN LATERAL (${openWindowSql(column, { id: 'subject.id', from: 'subject.since', now: '$3', lengthMs: '$4' })}) AS opened`;
}

// One look into the index for each window, however many requests it holds.
function openWindowSql(
  column: string,
  { id, from, now, lengthMs }: Readonly<Record<'id' | 'from' | 'now' | 'lengthMs', string>>,
): string {
  const firstUse = (since: string) =>
    `SELECT created_at FROM message_request
     WHERE ${column} = ${id} AND created_at >= ${since} AND created_at <= ${now} AND outcome <> 'refused'
     ORDER BY created_at LIMIT 1`;
  const ending = `created_at + ${lengthMs} * interval '1 millisecond'`;
  return `
    WITH RECURSIVE opened (start, ending) AS (
      SELECT created_at, ${ending} FROM (${firstUse(from)}) AS use
      UNION ALL
      SELECT use.created_at, use.${ending}
      FROM opened CROSS JOIN LATERAL (${firstUse('opened.ending')}) AS use
    )
    SELECT start FROM opened WHERE ending > ${now} ORDER BY start DESC LIMIT 1`;
}

function bounds([from, to]: TimeRange): readonly string[] {
  return [timestamp(from), timestamp(to)];
}

function timestamp(time: number): string {
  return time === Number.NEGATIVE_INFINITY ? '-infinity' : new Date(time).toISOString();
}
