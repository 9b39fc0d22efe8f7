import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  DataSource,
  type EntityManager,
  type QueryDeepPartialEntity,
  type SelectQueryBuilder,
} from 'typeorm';
import { type PageRequest, type PageRow, selectPage, selectRows } from '../admin/paging';
import type { KeyQuery } from './key.dto';
import { KeyEntity } from './key.entity';

export const KEY_COLUMNS = {
  name: { sql: 'lower(k.name)', kind: 'text' },
  createdAt: { sql: 'k.created_at', kind: 'time' },
} as const;

export type KeyRow = PageRow<KeyEntity>;

/** Keys that are not deleted. */
@Injectable()
export class KeyRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  page(userId: number, { isEnabled }: KeyQuery, page: PageRequest): Promise<readonly KeyRow[]> {
    const builder = this.select(this.database.manager).andWhere('k.user_id = :userId', { userId });
    if (isEnabled !== undefined) builder.andWhere('k.is_enabled = :isEnabled', { isEnabled });
    return selectPage(builder, page);
  }

  async find(id: number, manager = this.database.manager): Promise<KeyRow | undefined> {
    const [row] = await selectRows(this.select(manager).andWhere('k.id = :id', { id }));
    return row;
  }

  /** Whether the user exists. Within a transaction the user cannot be deleted before it ends. */
  async hasUser(userId: number, manager = this.database.manager): Promise<boolean> {
    const lock = manager === this.database.manager ? '' : 'FOR SHARE';
    const rows: unknown[] = await manager.query(
      `SELECT FROM users WHERE id = $1 AND deleted_at IS NULL ${lock}`,
      [userId],
    );
    return rows.length > 0;
  }

  async insert(fields: QueryDeepPartialEntity<KeyEntity>, manager: EntityManager): Promise<number> {
    const { generatedMaps } = await manager.insert(KeyEntity, fields);
    return Number(generatedMaps[0]?.['id']);
  }

  /** Says whether there was such a key. */
  async update(
    id: number,
    fields: QueryDeepPartialEntity<KeyEntity>,
    manager = this.database.manager,
  ): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(KeyEntity)
      .set(fields)
      .where('id = :id AND deleted_at IS NULL', { id })
      .execute();
    return affected === 1;
  }

  private select(manager: EntityManager): SelectQueryBuilder<KeyEntity> {
    return manager.createQueryBuilder(KeyEntity, 'k');
  }
}
