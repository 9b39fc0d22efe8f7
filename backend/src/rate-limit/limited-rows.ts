import type { LimitSubject } from '@cch/contracts/limit-kinds';
import type { LimitFields } from '@cch/domain/limits/limits';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type LimitsJson, limitsJson } from '../limits/limits-sql';

/** The limits of somebody, whether there are any or not. */
export interface LimitedRow {
  readonly id: number;
  readonly fields: LimitFields;
  /** Milliseconds since 1970; spend of before counts no more. 0 when it was never reset. */
  readonly resetAt: number;
}

interface Source {
  readonly table: string;
  /** `s` is the subject. */
  readonly from: string;
  readonly resetAt: string;
}

const SOURCES: Readonly<Record<LimitSubject, Source>> = {
  user: { table: 'users', from: 'users s', resetAt: 's.limits_reset_at' },
  // A user's reset holds for the user's keys as well, here as in `KeyDirectory`.
  key: {
    table: 'keys',
    from: 'keys s JOIN users u ON u.id = s.user_id',
    resetAt: 'GREATEST(s.limits_reset_at, u.limits_reset_at)',
  },
  provider: {
    table: 'providers',
    from: '(SELECT p.*, NULL::integer AS rpm_limit FROM providers p) s',
    resetAt: 's.limits_reset_at',
  },
};

/** Reads and resets the limits of users, keys and providers that are not deleted. */
@Injectable()
export class LimitedRows {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** In the order of the ids, without those that do not exist. */
  async find(kind: LimitSubject, ids: readonly number[]): Promise<readonly LimitedRow[]> {
    const { from, resetAt } = SOURCES[kind];
    const rows: { id: number; fields: LimitsJson; reset_at: Date | null }[] = await this.database.query(
      `SELECT s.id, ${limitsJson('s')} AS fields, ${resetAt} AS reset_at FROM ${from}
       WHERE s.id = ANY ($1::integer[]) AND s.deleted_at IS NULL
       ORDER BY array_position($1::integer[], s.id)`,
      [ids],
    );
    return rows.map(({ id, fields, reset_at }) => ({ id, fields, resetAt: reset_at?.getTime() ?? 0 }));
  }

  /** Says whether there is such a subject. */
  async reset(kind: LimitSubject, id: number, now: number): Promise<boolean> {
    const [, count]: [unknown, number] = await this.database.query(
      `UPDATE ${SOURCES[kind].table} SET limits_reset_at = $2, updated_at = now()
       WHERE id = $1 AND deleted_at IS NULL`,
      [id, new Date(now)],
    );
    return count > 0;
  }
}
