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
import type { ProviderQuery } from './provider-page.dto';
import { ProviderEntity } from './provider.entity';

export const PROVIDER_COLUMNS = {
  name: { sql: 'lower(p.name)', kind: 'text' },
  priority: { sql: 'p.priority', kind: 'integer' },
  createdAt: { sql: 'p.created_at', kind: 'time' },
} as const;

export type ProviderRow = PageRow<ProviderEntity>;

/** Providers that are not deleted. */
@Injectable()
export class ProviderRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  page(query: ProviderQuery, page: PageRequest): Promise<readonly ProviderRow[]> {
    const builder = this.select(this.database.manager);
    const { q, type, isEnabled, group } = query;
    if (q) {
      builder.andWhere('(p.name ILIKE :q OR p.url ILIKE :q OR p.notes ILIKE :q)', { q: containing(q) });
    }
    if (type) builder.andWhere('p.type = :type', { type });
    if (isEnabled !== undefined) builder.andWhere('p.is_enabled = :isEnabled', { isEnabled });
    if (group) builder.andWhere(':group = ANY (p.groups)', { group });
    return selectPage(builder, page);
  }

  all(): Promise<ProviderEntity[]> {
    return this.database.manager.find(ProviderEntity, { order: { id: 'ASC' } });
  }

  async find(id: number): Promise<ProviderRow | undefined> {
    const [row] = await selectRows(this.select(this.database.manager).andWhere('p.id = :id', { id }));
    return row;
  }

  /** The provider, which nobody else changes until the transaction ends. */
  async lock(id: number, manager: EntityManager): Promise<ProviderEntity | undefined> {
    const entity = await manager.findOne(ProviderEntity, {
      where: { id },
      lock: { mode: 'pessimistic_write' },
    });
    return entity ?? undefined;
  }

  async insert(fields: QueryDeepPartialEntity<ProviderEntity>, manager: EntityManager): Promise<number> {
    const { generatedMaps } = await manager.insert(ProviderEntity, fields);
    return Number(generatedMaps[0]?.['id']);
  }

  /** Says whether there was such a provider. */
  async update(
    id: number,
    fields: QueryDeepPartialEntity<ProviderEntity>,
    manager = this.database.manager,
  ): Promise<boolean> {
    const { affected } = await manager
      .createQueryBuilder()
      .update(ProviderEntity)
      .set(fields)
      .where('id = :id AND deleted_at IS NULL', { id })
      .execute();
    return affected === 1;
  }

  private select(manager: EntityManager): SelectQueryBuilder<ProviderEntity> {
    return manager.createQueryBuilder(ProviderEntity, 'p');
  }
}
