import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { type PageRequest, type PageRow, selectPage, selectRows } from '../admin/paging';
import { LedgerEntryEntity } from './ledger-entry.entity';
import type { UsageLogQuery } from './usage-log.query';

export const USAGE_LOG_COLUMNS = { createdAt: { sql: 'm.created_at', kind: 'time' } } as const;

export type UsageLogRow = PageRow<LedgerEntryEntity>;

/** Columns that a filter compares for equality; each has an index that continues with time and id. */
const EQUAL = {
  userId: 'm.user_id',
  keyId: 'm.key_id',
  providerId: 'm.provider_id',
  model: 'm.requested_model',
  sessionId: 'm.session_id',
  status: 'm.status_code',
  errorCode: 'm.error_code',
} as const satisfies Partial<Record<keyof UsageLogQuery, string>>;

// A ledger entry is dated by its id; a clock that was set back in between does not hide it.
const ID_DRIFT_MS = 10_000;

/** Reads the ledger for the log. Never counts and never skips rows: both cost as much as the log is long. */
@Injectable()
export class UsageLogRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  page(query: UsageLogQuery, page: PageRequest): Promise<readonly UsageLogRow[]> {
    const builder = this.select();
    if (query.from) builder.andWhere('m.created_at >= :from', { from: query.from });
    if (query.to) builder.andWhere('m.created_at < :to', { to: query.to });
    for (const [name, column] of Object.entries(EQUAL)) {
      const value = query[name as keyof typeof EQUAL]; // the keys of EQUAL, which Object.entries widens to string
      if (value !== undefined && value !== '') builder.andWhere(`${column} = :${name}`, { [name]: value });
    }
    prunePartitions(builder, page);
    return selectPage(builder, page);
  }

  /** The id holds the time, so that only one or two partitions are looked at. */
  async find(id: string): Promise<UsageLogRow | undefined> {
    const time = timeOf(id);
    const builder = this.select()
      .where('m.id = :id', { id })
      .andWhere('m.created_at BETWEEN :earliest AND :latest', {
        earliest: new Date(time - ID_DRIFT_MS),
        latest: new Date(time + ID_DRIFT_MS),
      });
    const [row] = await selectRows(builder);
    return row;
  }

  private select(): SelectQueryBuilder<LedgerEntryEntity> {
    return this.database.manager
      .createQueryBuilder(LedgerEntryEntity, 'm')
      .addSelect('(SELECT u.name FROM users u WHERE u.id = m.user_id)', 'user_name')
      .addSelect('(SELECT k.name FROM keys k WHERE k.id = m.key_id)', 'key_name')
      .addSelect('(SELECT p.name FROM providers p WHERE p.id = m.provider_id)', 'provider_name');
  }

  /** Names of providers, deleted ones too. */
  async providerNames(ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
    if (ids.length === 0) return new Map();
    const rows: { id: number; name: string }[] = await this.database.query(
      'SELECT id, name FROM providers WHERE id = ANY($1)',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  }
}

// PostgreSQL prunes partitions by a plain comparison of the time, not by the row comparison of the cursor.
function prunePartitions(builder: SelectQueryBuilder<LedgerEntryEntity>, page: PageRequest): void {
  if (!page.after) return;
  const sign = page.isDescending ? '<=' : '>=';
  builder.andWhere(
    `m.created_at ${sign} (timestamptz 'epoch' + :afterValue::bigint * interval '1 microsecond')`,
    { afterValue: page.after.value },
  );
}

/** The first 48 bits of a UUID of version 7 are milliseconds since the epoch. */
function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
