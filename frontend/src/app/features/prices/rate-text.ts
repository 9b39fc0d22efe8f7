import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { formatDecimal, parseDecimal } from '@cch/domain/money/decimal';
import { RATE_DECIMALS } from '@cch/domain/pricing/price-sheet';

/** Most USD that the API takes for a million tokens, and for one request. */
export const MOST = {
  perMillion: FIELD_RANGES.costPerToken.max * 1_000_000,
  perRequest: FIELD_RANGES.costPerRequest.max,
} as const;

export interface RateFault {
  readonly kind: 'bad_decimal' | 'out_of_range';
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
}

/** What the API would say against a price as somebody typed it; an empty one follows from others. */
export function rateFault(text: string, most: number): RateFault | undefined {
  if (text.trim() === '') return undefined;
  const units = parseDecimal(text.trim(), RATE_DECIMALS);
  if (units === undefined) return { kind: 'bad_decimal', decimals: RATE_DECIMALS };
  const isInRange = units >= 0n && units <= BigInt(most) * 10n ** BigInt(RATE_DECIMALS);
  return isInRange ? undefined : { kind: 'out_of_range', min: 0, max: most };
}

/** A price as somebody typed it, in its plain form; undefined for none, and for what is no price. */
export function readRate(text: string, most: number): string | undefined {
  const units = rateFault(text, most) ? undefined : parseDecimal(text.trim(), RATE_DECIMALS);
  return units === undefined ? undefined : formatDecimal(units, RATE_DECIMALS);
}

/** A price for reading: at least two decimals, so that columns line up, and never rounded. */
export function formatRate(rate: string): string {
  const [whole, fraction = ''] = rate.split('.');
  return `${whole}.${fraction.padEnd(2, '0')}`;
}
