import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { type CompiledPrice, compilePrice } from '@cch/domain/pricing/compile-price';
import { priceNames } from '@cch/domain/pricing/price-names';
import { hasPrice, type PriceSheet } from '@cch/domain/pricing/price-sheet';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { LOGGER } from '../platform/observability/logger';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { Snapshot } from '../platform/snapshot/snapshot';

/** A price that holds, ready for calculating. */
export interface KnownPrice {
  /** Which version of the price it is; the ledger keeps it. */
  readonly id: number;
  /** The name that the price was found under. */
  readonly model: string;
  readonly price: CompiledPrice;
}

interface PriceRow {
  readonly id: number;
  readonly model: string;
  readonly sheet: PriceSheet;
}

const CURRENT_PRICES = 'SELECT id, model, sheet FROM model_price WHERE superseded_at IS NULL';

/** The prices that hold, in memory, read synchronously. */
@Injectable()
export class PriceBook {
  private readonly prices: Snapshot<ReadonlyMap<string, KnownPrice>>;
  /** Versions whose sheet makes no sense, so that each of them is reported once. */
  private readonly reported = new Set<number>();

  constructor(
    @InjectDataSource() database: DataSource,
    watcher: ConfigWatcher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.prices = new Snapshot(['model_price'], async () => {
      const rows: PriceRow[] = await database.query(CURRENT_PRICES);
      return new Map(rows.flatMap((row) => this.entryOf(row)));
    });
    watcher.register(this.prices);
  }

  /**
   * The price of a model: under the name as it is, else in lower case, without what hosts put around it, without its date.
   * Undefined when it has none.
   */
  find(model: string): KnownPrice | undefined {
    const prices = this.prices.current();
    const exact = prices.get(model);
    if (exact || model.length > TEXT_LENGTHS.modelName) return exact;
    for (const name of priceNames(model)) {
      const found = prices.get(name);
      if (found) return found;
    }
    return undefined;
  }

  /** Of a model that was written by hand or by a later release, nothing is known; the others stay. */
  private entryOf({ id, model, sheet }: PriceRow): [string, KnownPrice][] {
    try {
      if (!hasPrice(sheet)) throw new RangeError('it has no price');
      return [[model, { id, model, price: compilePrice(sheet) }]];
    } catch (error) {
      // RangeError for a bad number, TypeError for a sheet of another form.
      const reason = error instanceof Error ? error.message : String(error);
      if (!this.reported.has(id))
        this.logger.error({ priceId: id, model, reason }, 'price cannot be used: its sheet is not valid');
      this.reported.add(id);
      return [];
    }
  }
}
