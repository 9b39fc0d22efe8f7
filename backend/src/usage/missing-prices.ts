import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { type Clock, CLOCK } from '../platform/clock';
import { PriceBook } from '../prices/price-book';
import type { MissingPriceView } from './missing-price.dto';

const DAY_MS = 86_400_000;
/** Clients choose the names, so there may be any number of them. */
const MOST_MODELS = 200;

const UNPRICED = `
  SELECT model, sum(unpriced)::integer AS requests, max(last_at) AS last_at
  FROM usage_hourly WHERE hour >= date_trunc('hour', $1::timestamptz, 'UTC') AND unpriced > 0
  GROUP BY model ORDER BY requests DESC, model LIMIT ${MOST_MODELS}`;

/** The models that were served at cost 0 because they had no price. */
@Injectable()
export class MissingPrices {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly prices: PriceBook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(days: number): Promise<readonly MissingPriceView[]> {
    const since = new Date(this.clock.now() - days * DAY_MS);
    const rows: { model: string; requests: number; last_at: Date }[] = await this.database.query(UNPRICED, [
      since,
    ]);
    return rows.map(({ model, requests, last_at }) => ({
      model,
      requests,
      lastAt: last_at.toISOString(),
      hasPrice: this.prices.find(model) !== undefined,
    }));
  }
}
