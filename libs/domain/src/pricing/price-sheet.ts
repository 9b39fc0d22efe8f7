/** Kinds of tokens that have prices of their own. */
export const TOKEN_RATES = [
  'input',
  'output',
  'cacheWrite5m',
  'cacheWrite1h',
  'cacheRead',
  'imageInput',
  'imageOutput',
] as const;

export type TokenRate = (typeof TOKEN_RATES)[number];

/** USD per million tokens as decimal strings with at most `RATE_DECIMALS` digits behind the point. */
export type Rates = { readonly [Kind in TokenRate]?: string | undefined };

/** The prices of every token of a request whose whole input is longer than `above` tokens. */
export interface LongContextRates extends Rates {
  readonly above: number;
}

/** What a model costs. What a sheet does not say follows from what it says; see `compilePrice`. */
export interface PriceSheet extends Rates {
  /** USD for every request, whatever its tokens. */
  readonly perRequest?: string | undefined;
  readonly longContext?: readonly LongContextRates[] | undefined;
  /** The prices of the priority service tier, where it has some. */
  readonly priority?:
    (Rates & { readonly longContext?: readonly LongContextRates[] | undefined }) | undefined;
}

/** Whether a sheet says a price at all: one that does not would make its model free, and nobody would have said so. */
export function hasPrice({ input, output, perRequest }: PriceSheet): boolean {
  return input !== undefined || output !== undefined || perRequest !== undefined;
}

/** So a price per token has at most 15 digits behind the point. */
export const RATE_DECIMALS = 9;
