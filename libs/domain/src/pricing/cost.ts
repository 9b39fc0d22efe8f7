import { divideRounded, formatDecimal, parseDecimal } from '../money/decimal';
import { type CompiledPrice, type TokenPrices, USD_DECIMALS } from './compile-price';

/** Decimals of the amount that is stored and billed. */
export const COST_DECIMALS = 15;
const MULTIPLIER_DECIMALS = 4;
const ONE = 10n ** BigInt(MULTIPLIER_DECIMALS);
/** From prices times both multipliers to what is stored. */
const SCALE = 10n ** BigInt(USD_DECIMALS + 2 * MULTIPLIER_DECIMALS - COST_DECIMALS);
// What the ledger's column holds. Only a provider that reports nonsense comes that far, and its row must not be lost.
const MOST_COST = 10n ** 21n - 1n;

/** Counts of one answer, as the ledger has them; what is not known counts as none. */
export interface BilledUsage {
  readonly inputTokens?: number | undefined;
  readonly outputTokens?: number | undefined;
  readonly cacheCreationTokens?: number | undefined;
  readonly cacheCreation5mTokens?: number | undefined;
  readonly cacheCreation1hTokens?: number | undefined;
  readonly cacheReadTokens?: number | undefined;
  /** Part of the input. */
  readonly imageInputTokens?: number | undefined;
  /** Part of the output. */
  readonly imageOutputTokens?: number | undefined;
}

export interface BillingTerms {
  /** Whether the provider served, and charges for, its priority tier. */
  readonly isPriority: boolean;
  /** Decimal strings with at most four digits behind the point. */
  readonly providerMultiplier: string;
  readonly groupMultiplier: string;
}

/** What a base cost is made of. */
export const PARTS = [
  'input',
  'output',
  'cacheWrite5m',
  'cacheWrite1h',
  'cacheRead',
  'imageInput',
  'imageOutput',
  'perRequest',
] as const;

type Part = (typeof PARTS)[number];

/** USD as decimal strings. The parts add up to `base`; `total` is `base` times both multipliers, rounded to 15 digits. */
export interface CostBreakdown extends Readonly<Record<Part, string>> {
  readonly base: string;
  readonly providerMultiplier: string;
  readonly groupMultiplier: string;
  readonly total: string;
  /** Threshold whose prices counted; absent for the ordinary ones. */
  readonly longContextAbove?: number;
  readonly isPriority?: true;
}

/**
 * What an answer costs. Long-context prices count for all tokens of a request whose whole input (written to and read from
 * the cache included) is longer than the threshold; at the threshold it is not.
 */
export function costOf(price: CompiledPrice, usage: BilledUsage, terms: BillingTerms): CostBreakdown {
  const counts = countsOf(usage);
  const tier = (terms.isPriority ? price.priority : undefined) ?? price.standard;
  const long = tier.longContext.find(({ above }) => counts.wholeInput > above);
  const parts = partsOf(counts, long?.prices ?? tier.base, price.perRequest);
  let base = 0n;
  for (const kind of PARTS) base += parts[kind];
  const factors = multiplier(terms.providerMultiplier) * multiplier(terms.groupMultiplier);
  const total = divideRounded(base * factors, SCALE);
  return {
    ...textsOf(parts),
    base: formatDecimal(base, USD_DECIMALS),
    providerMultiplier: terms.providerMultiplier,
    groupMultiplier: terms.groupMultiplier,
    total: costText(total),
    ...(long ? { longContextAbove: long.above } : {}),
    ...(tier === price.priority ? { isPriority: true } : {}),
  };
}

/** Text of an amount in 10^-15 USD as it is stored and billed: at most a million dollars. */
export function costText(units: bigint): string {
  return formatDecimal(units < MOST_COST ? units : MOST_COST, COST_DECIMALS);
}

interface Counts {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly cacheRead: number;
  readonly imageInput: number;
  readonly imageOutput: number;
  readonly wholeInput: number;
}

function countsOf(usage: BilledUsage): Counts {
  const [input, output] = [count(usage.inputTokens), count(usage.outputTokens)];
  const imageInput = Math.min(count(usage.imageInputTokens), input);
  const imageOutput = Math.min(count(usage.imageOutputTokens), output);
  const written5m = count(usage.cacheCreation5mTokens);
  const cacheWrite1h = count(usage.cacheCreation1hTokens);
  // What is not said to be kept for an hour is kept for five minutes: that is the vendors' default.
  const cacheWrite5m = Math.max(written5m, count(usage.cacheCreationTokens) - cacheWrite1h);
  const cacheRead = count(usage.cacheReadTokens);
  return {
    input: input - imageInput,
    output: output - imageOutput,
    cacheWrite5m,
    cacheWrite1h,
    cacheRead,
    imageInput,
    imageOutput,
    wholeInput: input + cacheWrite5m + cacheWrite1h + cacheRead,
  };
}

function count(tokens: number | undefined): number {
  return tokens !== undefined && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : 0;
}

function partsOf(counts: Counts, prices: TokenPrices, perRequest: bigint): Record<Part, bigint> {
  const priced = (kind: keyof TokenPrices) => BigInt(counts[kind]) * prices[kind];
  return {
    input: priced('input'),
    output: priced('output'),
    cacheWrite5m: priced('cacheWrite5m'),
    cacheWrite1h: priced('cacheWrite1h'),
    cacheRead: priced('cacheRead'),
    imageInput: priced('imageInput'),
    imageOutput: priced('imageOutput'),
    perRequest,
  };
}

function textsOf(parts: Readonly<Record<Part, bigint>>): Record<Part, string> {
  const text = (part: Part) => formatDecimal(parts[part], USD_DECIMALS);
  return {
    input: text('input'),
    output: text('output'),
    cacheWrite5m: text('cacheWrite5m'),
    cacheWrite1h: text('cacheWrite1h'),
    cacheRead: text('cacheRead'),
    imageInput: text('imageInput'),
    imageOutput: text('imageOutput'),
    perRequest: text('perRequest'),
  };
}

/** A multiplier that makes no sense counts as 1: it never makes a request free by accident. */
function multiplier(text: string): bigint {
  if (text === '1') return ONE; // nearly always
  const units = parseDecimal(text, MULTIPLIER_DECIMALS);
  return units === undefined || units < 0n ? ONE : units;
}
