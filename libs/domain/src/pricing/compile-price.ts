import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { parseDecimal } from '../money/decimal';
import { type PriceSheet, RATE_DECIMALS, type Rates, TOKEN_RATES, type TokenRate } from './price-sheet';

/**
 * Amounts of money are whole numbers of 10^-18 USD: a price per token has 15 digits behind the point, and what is derived
 * from one (a quarter more, a tenth) at most two further ones.
 */
export const USD_DECIMALS = 18;

/** 10^-18 USD per token. */
export type TokenPrices = Readonly<Record<TokenRate, bigint>>;

export interface TierPrices {
  readonly base: TokenPrices;
  /** From the highest threshold down. */
  readonly longContext: readonly { readonly above: number; readonly prices: TokenPrices }[];
}

/** A price sheet made ready for calculating. */
export interface CompiledPrice {
  readonly standard: TierPrices;
  /** Undefined where priority costs the same. */
  readonly priority: TierPrices | undefined;
  /** 10^-18 USD. */
  readonly perRequest: bigint;
}

/**
 * Derives what the sheet leaves out, as the vendors price it: a cache write of 5 minutes costs a quarter more than input, of
 * one hour twice as much, a cache read a tenth of the input (of the output where there is no price for input), tokens of
 * images what tokens of text cost. A tier takes over what only the sheet beneath it says.
 *
 * @throws RangeError for a price that is no decimal number, negative, absurdly high, or has too many digits
 */
export function compilePrice(sheet: PriceSheet): CompiledPrice {
  const { priority } = sheet;
  return {
    standard: tierOf([sheet], sheet.longContext),
    priority: priority && tierOf([priority, sheet], priority.longContext ?? sheet.longContext),
    perRequest: amount(sheet.perRequest, USD_DECIMALS, MOST_PER_REQUEST),
  };
}

function tierOf(layers: readonly Rates[], longContext: PriceSheet['longContext'] = []): TierPrices {
  const fromTheTop = longContext.toSorted((a, b) => b.above - a.above);
  return {
    base: pricesOf(layers),
    longContext: fromTheTop.map((rates) => ({ above: rates.above, prices: pricesOf([rates, ...layers]) })),
  };
}

/** @param layers the first one that says a price decides */
function pricesOf(layers: readonly Rates[]): TokenPrices {
  const said = Object.fromEntries(
    TOKEN_RATES.map((kind) => [kind, layers.find((rates) => rates[kind] !== undefined)?.[kind]]),
  );
  const rate = (kind: TokenRate, otherwise: bigint) =>
    said[kind] === undefined ? otherwise : amount(said[kind], PER_TOKEN_DECIMALS, MOST_PER_TOKEN);
  const input = rate('input', 0n);
  const output = rate('output', 0n);
  return {
    input,
    output,
    cacheWrite5m: rate('cacheWrite5m', (input * 5n) / 4n),
    cacheWrite1h: rate('cacheWrite1h', input * 2n),
    cacheRead: rate('cacheRead', (said['input'] === undefined ? output : input) / 10n),
    imageInput: rate('imageInput', input),
    imageOutput: rate('imageOutput', output),
  };
}

// A price per million tokens, read as one per token.
const PER_TOKEN_DECIMALS = USD_DECIMALS - 6;

const USD = 10n ** BigInt(USD_DECIMALS);
const MOST_PER_TOKEN = BigInt(FIELD_RANGES.costPerToken.max) * USD;
const MOST_PER_REQUEST = BigInt(FIELD_RANGES.costPerRequest.max) * USD;

function amount(text: string | undefined, decimals: number, most: bigint): bigint {
  if (text === undefined) return 0n;
  // Derived prices must stay whole numbers of the unit.
  const rounded = parseDecimal(text, RATE_DECIMALS);
  const units = rounded === undefined ? undefined : parseDecimal(text, decimals);
  if (units === undefined || units < 0n || units > most) throw new RangeError(`${text} is no price`);
  return units;
}
