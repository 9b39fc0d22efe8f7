import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  DataSource,
  type EntityManager,
  type QueryDeepPartialEntity,
  type SelectQueryBuilder,
} from 'typeorm';
import { type PageRequest, type PageRow, selectPage, selectRows } from '../admin/paging';
import { containing } from '../admin/view-values';
import type { UserQuery } from './user.dto';
import { UserEntity } from './user.entity';

export const USER_COLUMNS = {
  name: { sql: 'lower(u.name)', kind: 'text' },
  createdAt: { sql: 'u.created_at', kind: 'time' },
} as const;

export type UserRow = PageRow<UserEntity>;

/** Accounts that are not deleted. */
@Injectable()
export class UserRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  page(query: UserQuery, page: PageRequest): Promise<readonly UserRow[]> {
    const builder = this.select(this.database.manager);
    const { q, isEnabled, group, tag } = query;
    if (q) {
      builder.andWhere(
        `(u.name ILIKE :q OR u.note ILIKE :q OR EXISTS (SELECT FROM unnest(u.tags) t WHERE t ILIKE :q))`,
        { q: containing(q) },
      );
    }
    if (isEnabled !== undefined) builder.andWhere('u.is_enabled = :isEnabled', { isEnabled });
    if (group) builder.andWhere(':group = ANY (u.provider_groups)', { group });
    if (tag) builder.andWhere(':tag = ANY (u.tags)', { tag });
    return selectPage(builder, page);
  }

  async find(id: number, manager = this.database.manager): Promise<UserRow | undefined> {
    const [row] = await selectRows(this.select(manager).andWhere('u.id = :id', { id }));
    return row;
  }

  async insert(fields: QueryDeepPartialEntity<UserEntity>, manager: EntityManager): Promise<number> {
    const { generatedMaps } = await manager.insert(UserEntity, fields);
    return Number(generatedMaps[0]?.['id']);
  }

  async update(
    id: number,
    fields: QueryDeepPartialEntity<UserEntity>,
    manager: EntityManager,
  ): Promise<void> {
    await manager
      .createQueryBuilder()
      .update(UserEntity)
      .set(fields)
      .where('id = :id AND deleted_at IS NULL', { id })
      .execute();
  }

  /** Deletes the account and with it its keys, which must not outlive it. Says whether there was one. */
  async delete(id: number, manager: EntityManager): Promise<boolean> {
    const [, count]: [unknown, number] = await manager.query(
      'UPDATE users SET deleted_at = now(), updated_at = now() WHERE id = $1 AND deleted_at IS NULL',
      [id],
    );
    await manager.query(
      'UPDATE keys SET deleted_at = now(), updated_at = now() WHERE user_id = $1 AND deleted_at IS NULL',
      [id],
    );
    return count > 0;
  }

  private select(manager: EntityManager): SelectQueryBuilder<UserEntity> {
    return manager
      .createQueryBuilder(UserEntity, 'u')
      .addSelect(
        '(SELECT count(*) FROM keys k WHERE k.user_id = u.id AND k.deleted_at IS NULL)',
        'key_count',
      );
  }
}
