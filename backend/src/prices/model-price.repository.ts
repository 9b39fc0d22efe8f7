import type { PriceSource } from '@cch/contracts/price-sources';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { type PageRequest, type PageRow, selectPage } from '../admin/paging';
import { containing } from '../admin/view-values';
import { ModelPriceEntity } from './model-price.entity';

export const MODEL_PRICE_COLUMNS = {
  model: { sql: 'lower(p.model)', kind: 'text' },
  createdAt: { sql: 'p.created_at', kind: 'time' },
} as const;

export const HISTORY_COLUMNS = { id: { sql: 'p.id', kind: 'integer' } } as const;

export type ModelPriceRow = PageRow<ModelPriceEntity>;

export interface PriceFilter {
  readonly q?: string;
  readonly source?: PriceSource;
}

/** A price that holds, and where it comes from. */
export interface CurrentPrice {
  readonly source: PriceSource;
  readonly sheet: PriceSheet;
}

/** A version to come. */
export interface NewPrice extends CurrentPrice {
  readonly model: string;
}

const CURRENT = 'p.superseded_at IS NULL';

@Injectable()
export class ModelPriceRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  page({ q, source }: PriceFilter, page: PageRequest): Promise<readonly ModelPriceRow[]> {
    const builder = this.select().where(CURRENT);
    if (q) builder.andWhere('p.model ILIKE :q', { q: containing(q) });
    if (source) builder.andWhere('p.source = :source', { source });
    return selectPage(builder, page);
  }

  /** All versions of a price, also of one that was deleted. */
  history(model: string, page: PageRequest): Promise<readonly ModelPriceRow[]> {
    return selectPage(this.select().where('p.model = :model', { model }), page);
  }

  find(model: string, manager = this.database.manager): Promise<ModelPriceEntity | null> {
    return this.select(manager).where(CURRENT).andWhere('p.model = :model', { model }).getOne();
  }

  async all(manager = this.database.manager): Promise<ReadonlyMap<string, CurrentPrice>> {
    const rows = await this.select(manager).where(CURRENT).getMany();
    return new Map(rows.map(({ model, source, sheet }) => [model, { source, sheet }]));
  }

  /** Nobody else can change a price before the transaction ends; readers do not wait. */
  async lock(manager: EntityManager): Promise<void> {
    await manager.query('LOCK TABLE model_price IN SHARE ROW EXCLUSIVE MODE');
  }

  /** Adds versions in the place of those that hold. The table is locked. */
  async replace(prices: readonly NewPrice[], manager: EntityManager): Promise<void> {
    if (prices.length === 0) return;
    const at = await this.supersede(
      prices.map(({ model }) => model),
      manager,
    );
    await manager.query(
      `INSERT INTO model_price (model, source, sheet, created_at)
       SELECT p.model, p.source, p.sheet, $2
       FROM jsonb_to_recordset($1) AS p (model text, source text, sheet jsonb)
       ORDER BY p.model`,
      [JSON.stringify(prices), at],
    );
  }

  /**
   * Ends the prices that hold for these models. The table is locked.
   * @returns when they ended: after the end of every earlier version, which the beginning of the transaction may not be
   */
  async supersede(models: readonly string[], manager: EntityManager): Promise<string> {
    const [{ at }]: [{ at: string }] = await manager.query('SELECT clock_timestamp()::text AS at');
    await manager.query(
      'UPDATE model_price SET superseded_at = $2 WHERE superseded_at IS NULL AND model = ANY ($1)',
      [models, at],
    );
    return at;
  }

  private select(manager = this.database.manager) {
    return manager.createQueryBuilder(ModelPriceEntity, 'p');
  }
}
