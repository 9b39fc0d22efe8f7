import type { TokenRate } from '@cch/domain/pricing/price-sheet';
import { derivedRates } from './derived-rates';
import type { Price } from './prices-api';
import { formatRate } from './rate-text';
import { sheetOf } from './sheet-of-price';

/** The rates that the list has columns for, and from which width on: `md` and `lg` as in the grid's styles. */
export const RATE_COLUMNS = [
  { rate: 'input', width: '' },
  { rate: 'output', width: '' },
  { rate: 'cacheWrite5m', width: 'lg' },
  { rate: 'cacheWrite1h', width: 'lg' },
  { rate: 'cacheRead', width: 'md' },
] as const satisfies readonly { rate: TokenRate; width: string }[];

/** A figure of the list, USD per million tokens. */
export interface RateCell {
  readonly rate: TokenRate;
  readonly width: string;
  readonly text: string;
  /** Whether it follows from the others. */
  readonly isDerived: boolean;
}

/** What is said of a model beside its ordinary prices. */
export type PriceBadge = 'longContext' | 'priority' | 'image';

export function rateCells(price: Price): readonly RateCell[] {
  const sheet = sheetOf(price);
  const rates = derivedRates([sheet]);
  return RATE_COLUMNS.map(({ rate, width }) => ({
    rate,
    width,
    text: formatRate(rates.get(rate) ?? '0'),
    isDerived: sheet[rate] === undefined,
  }));
}

export function badgesOf(price: Price): readonly PriceBadge[] {
  const { longContext, priority, inputCostPerImageToken, outputCostPerImageToken } = price;
  const badges: PriceBadge[] = [];
  if (longContext.length > 0) badges.push('longContext');
  if (priority) badges.push('priority');
  if (inputCostPerImageToken !== null || outputCostPerImageToken !== null) badges.push('image');
  return badges;
}
