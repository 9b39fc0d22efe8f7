import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import {
  DataSource,
  type EntityManager,
  type QueryDeepPartialEntity,
  type SelectQueryBuilder,
} from 'typeorm';
import { type PageRequest, type PageRow, selectPage, selectRows } from '../admin/paging';
import { ProviderGroupEntity } from './provider-group.entity';

export const PROVIDER_GROUP_COLUMNS = {
  name: { sql: 'lower(g.name)', kind: 'text' },
  createdAt: { sql: 'g.created_at', kind: 'time' },
} as const;

export type ProviderGroupRow = PageRow<ProviderGroupEntity>;

// Tables that refer to groups by name, and how.
const REFERENCES = [
  { table: 'users', column: 'provider_groups', refers: 'g.name = ANY (r.provider_groups)' },
  { table: 'keys', column: 'provider_groups', refers: 'g.name = ANY (r.provider_groups)' },
  {
    table: 'providers',
    column: 'groups',
    refers: '(g.name = ANY (r.groups) OR jsonb_exists(r.group_priorities, g.name))',
  },
] as const;

@Injectable()
export class ProviderGroupRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  page(page: PageRequest): Promise<readonly ProviderGroupRow[]> {
    return selectPage(this.select(this.database.manager), page);
  }

  async find(id: number, manager = this.database.manager): Promise<ProviderGroupRow | undefined> {
    const [row] = await selectRows(this.select(manager).where('g.id = :id', { id }));
    return row;
  }

  /** Nobody can start to refer to the group before the transaction ends; see `requireKnownGroups`. */
  async lock(id: number, manager: EntityManager): Promise<void> {
    await manager.query('SELECT FROM provider_groups WHERE id = $1 FOR UPDATE', [id]);
  }

  async insert(fields: QueryDeepPartialEntity<ProviderGroupEntity>): Promise<number> {
    const { generatedMaps } = await this.database.manager.insert(ProviderGroupEntity, fields);
    return Number(generatedMaps[0]?.['id']);
  }

  async update(
    id: number,
    fields: QueryDeepPartialEntity<ProviderGroupEntity>,
    manager: EntityManager,
  ): Promise<void> {
    await manager.update(ProviderGroupEntity, id, fields);
  }

  async renameReferences(from: string, to: string, manager: EntityManager): Promise<void> {
    for (const { table, column } of REFERENCES) {
      await manager.query(
        `UPDATE ${table} SET ${column} = array_replace(${column}, $1, $2) WHERE $1 = ANY (${column})`,
        [from, to],
      );
    }
    await manager.query(
      `UPDATE providers
       SET group_priorities = (group_priorities - $1) || jsonb_build_object($2::text, group_priorities -> $1)
       WHERE jsonb_exists(group_priorities, $1)`,
      [from, to],
    );
  }

  async delete(id: number, manager: EntityManager): Promise<void> {
    await manager.delete(ProviderGroupEntity, id);
  }

  private select(manager: EntityManager): SelectQueryBuilder<ProviderGroupEntity> {
    const builder = manager.createQueryBuilder(ProviderGroupEntity, 'g');
    for (const { table, refers } of REFERENCES) {
      builder.addSelect(
        `(SELECT count(*) FROM ${table} r WHERE ${refers} AND r.deleted_at IS NULL)`,
        `${table}_count`,
      );
    }
    return builder;
  }
}
