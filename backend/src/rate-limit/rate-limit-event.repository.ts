import type { LimitKind } from '@cch/contracts/limit-kinds';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager, type SelectQueryBuilder } from 'typeorm';
import { type PageRequest, type PageRow, selectPage } from '../admin/paging';
import type { RateLimitEventFilter } from './rate-limit-event.dto';
import { RateLimitEventEntity } from './rate-limit-event.entity';

export const RATE_LIMIT_EVENT_COLUMNS = { at: { sql: 'e.at', kind: 'time' } } as const;

export type RateLimitEventRow = PageRow<RateLimitEventEntity>;

/** Refusals of one kind within one bucket. */
export interface BucketCount {
  /** 1 for the first. */
  readonly bucket: number;
  readonly kind: LimitKind;
  readonly count: number;
}

/** One of those refused most often. */
export interface RefusedRow {
  readonly id: number;
  readonly name: string | null;
  readonly user_id: number;
  readonly user_name: string | null;
  readonly count: number;
  /** How many there are in all. */
  readonly affected: number;
}

/** Columns that a filter compares for equality. */
const EQUAL = {
  userId: 'e.user_id',
  keyId: 'e.key_id',
  kind: 'e.kind',
  subject: 'e.subject',
} as const satisfies Partial<Record<keyof RateLimitEventFilter, string>>;

const USER_NAME = '(SELECT u.name FROM users u WHERE u.id = e.user_id)';
const KEY_NAME = '(SELECT k.name FROM keys k WHERE k.id = e.key_id)';
const MOST_REFUSED = 10;

/** Reads the refusals by limits. */
@Injectable()
export class RateLimitEventRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  page(filter: RateLimitEventFilter, page: PageRequest): Promise<readonly RateLimitEventRow[]> {
    const builder = this.select(filter, this.database.manager)
      .addSelect(USER_NAME, 'user_name')
      .addSelect(KEY_NAME, 'key_name');
    return selectPage(builder, page);
  }

  /** @param starts beginnings of the buckets, in milliseconds since 1970; the filter begins no earlier than the first */
  countsByBucket(
    filter: RateLimitEventFilter,
    starts: readonly number[],
    manager: EntityManager,
  ): Promise<BucketCount[]> {
    return this.select(filter, manager)
      .select('width_bucket(e.at, :starts::timestamptz[])', 'bucket')
      .addSelect('e.kind', 'kind')
      .addSelect('count(*)::integer', 'count')
      .setParameter(
        'starts',
        starts.map((start) => new Date(start).toISOString()),
      )
      .groupBy('bucket')
      .addGroupBy('e.kind')
      .getRawMany();
  }

  mostRefusedUsers(filter: RateLimitEventFilter, manager: EntityManager): Promise<RefusedRow[]> {
    return mostRefused(this.select(filter, manager).select('e.user_id', 'id').addSelect(USER_NAME, 'name'), [
      'e.user_id',
    ]);
  }

  mostRefusedKeys(filter: RateLimitEventFilter, manager: EntityManager): Promise<RefusedRow[]> {
    const builder = this.select(filter, manager)
      .select('e.key_id', 'id')
      .addSelect(KEY_NAME, 'name')
      .addSelect('e.user_id', 'user_id')
      .addSelect(USER_NAME, 'user_name');
    return mostRefused(builder, ['e.key_id', 'e.user_id']);
  }

  /** Runs several queries on one and the same state of the table. */
  snapshot<T>(read: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction('REPEATABLE READ', read);
  }

  private select(
    filter: RateLimitEventFilter,
    manager: EntityManager,
  ): SelectQueryBuilder<RateLimitEventEntity> {
    const builder = manager.createQueryBuilder(RateLimitEventEntity, 'e');
    if (filter.from) builder.andWhere('e.at >= :from', { from: filter.from });
    if (filter.to) builder.andWhere('e.at < :to', { to: filter.to });
    for (const [name, column] of Object.entries(EQUAL)) {
      const value = filter[name as keyof typeof EQUAL]; // the keys of EQUAL, which Object.entries widens to string
      if (value !== undefined) builder.andWhere(`${column} = :${name}`, { [name]: value });
    }
    return builder;
  }
}

function mostRefused(
  builder: SelectQueryBuilder<RateLimitEventEntity>,
  groups: readonly string[],
): Promise<RefusedRow[]> {
  return builder
    .addSelect('count(*)::integer', 'count')
    .addSelect('(count(*) OVER ())::integer', 'affected')
    .groupBy(groups.join(', '))
    .orderBy('count', 'DESC')
    .addOrderBy('id')
    .limit(MOST_REFUSED)
    .getRawMany();
}
