import { createHash } from 'node:crypto';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { DataSource, type EntityManager } from 'typeorm';
import { LOGGER } from '../platform/observability/logger';
import { ModelPriceRepository } from './model-price.repository';
import { comparePrices } from './price-comparison';
import shipped from './shipped-prices.json';

/** A price table that came with a release. */
export interface ShippedTable {
  readonly source: string;
  readonly version: string;
  readonly date: string;
  readonly models: Readonly<Record<string, PriceSheet>>;
}

/**
 * Takes over the price table that comes with this release, once: models without a price get one, and prices that came with
 * an earlier release are replaced. What was synced or set by hand stays as it is.
 */
@Injectable()
export class PriceSeed implements OnModuleInit {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly prices: ModelPriceRepository,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.seed(shipped);
  }

  async seed(table: ShippedTable): Promise<void> {
    const digest = createHash('sha256').update(JSON.stringify(table.models)).digest('hex');
    const known: unknown[] = await this.database.query('SELECT FROM shipped_price_table WHERE digest = $1', [
      digest,
    ]);
    if (known.length > 0) return;
    const count = await this.database.transaction((manager) => this.takeOver(table, digest, manager));
    if (count > 0) this.logger.info({ source: sourceOf(table), count }, 'shipped prices taken over');
  }

  private async takeOver(table: ShippedTable, digest: string, manager: EntityManager): Promise<number> {
    // Of processes that start at once, one gets the lock and the others find the work done.
    await this.prices.lock(manager);
    const isFirst: unknown[] = await manager.query(
      `INSERT INTO shipped_price_table (digest, source) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING digest`,
      [digest, sourceOf(table)],
    );
    if (isFirst.length === 0) return 0;
    const sheets = new Map(Object.entries(table.models));
    const { added, changed } = comparePrices(await this.prices.all(manager), sheets);
    const models = [...added, ...changed.filter(({ source }) => source === 'shipped')];
    const prices = models.flatMap(({ model }) => {
      const sheet = sheets.get(model);
      return sheet ? [{ model, source: 'shipped' as const, sheet }] : [];
    });
    await this.prices.replace(prices, manager);
    return prices.length;
  }
}

function sourceOf({ source, version, date }: ShippedTable): string {
  return `${source} ${version}, prices of ${date}`;
}
