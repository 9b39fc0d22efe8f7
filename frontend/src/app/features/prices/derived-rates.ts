import { formatDecimal } from '@cch/domain/money/decimal';
import { USD_DECIMALS, compilePrice } from '@cch/domain/pricing/compile-price';
import { TOKEN_RATES, type Rates, type TokenRate } from '@cch/domain/pricing/price-sheet';

const PER_MILLION_DECIMALS = USD_DECIMALS - 6;

/**
 * What every kind of token comes to, as USD per million, said or not.
 *
 * @param layers the first one that says a price decides, as with the tiers of a sheet
 */
export function derivedRates(layers: readonly Rates[]): ReadonlyMap<TokenRate, string> {
  const said = layers.reduceRight<Rates>((beneath, rates) => ({ ...beneath, ...rates }), {});
  const prices = compilePrice(said).standard.base;
  return new Map(TOKEN_RATES.map((kind) => [kind, formatDecimal(prices[kind], PER_MILLION_DECIMALS)]));
}

/** The same as placeholders; none while nothing is said that anything could follow from. */
export function placeholders(layers: readonly Rates[]): ReadonlyMap<TokenRate, string> {
  const isSaid = layers.some(({ input, output }) => input !== undefined || output !== undefined);
  return isSaid ? derivedRates(layers) : new Map();
}
