import { Injectable } from '@nestjs/common';
import { type KnownPrice, PriceBook } from '../../prices/price-book';
import { SettingsStore } from '../../settings/settings-store';

/** The price that counts where a model is asked for under one name and served under another. */
@Injectable()
export class BilledPrice {
  constructor(
    private readonly prices: PriceBook,
    private readonly settings: SettingsStore,
  ) {}

  /** As the setting says; the other name's when that one has no price. */
  find(asked: string, served: string): KnownPrice | undefined {
    if (asked === served) return this.prices.find(asked);
    const isOriginal = this.settings.current().billedModel === 'original';
    const [first, second] = isOriginal ? [asked, served] : [served, asked];
    return this.prices.find(first) ?? this.prices.find(second);
  }
}
