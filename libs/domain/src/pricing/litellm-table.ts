import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { compilePrice } from './compile-price';
import { isModelName } from './model-name';
import type { PriceSheet, Rates, TokenRate } from './price-sheet';
import { perMillion } from './rate-units';

export const SKIP_REASONS = ['no_token_prices', 'bad_number', 'bad_name'] as const;

export type SkipReason = (typeof SKIP_REASONS)[number];

/** What could not be taken over from a table, and why. */
export interface SkippedPrice {
  readonly model: string;
  readonly reason: SkipReason;
}

export interface PriceTable {
  readonly sheets: ReadonlyMap<string, PriceSheet>;
  readonly skipped: readonly SkippedPrice[];
}

const FIELDS: Readonly<Record<TokenRate, readonly string[]>> = {
  input: ['input_cost_per_token'],
  output: ['output_cost_per_token'],
  cacheWrite5m: ['cache_creation_input_token_cost'],
  cacheWrite1h: ['cache_creation_input_token_cost_above_1hr'],
  cacheRead: ['cache_read_input_token_cost'],
  imageInput: ['input_cost_per_image_token'],
  imageOutput: ['output_cost_per_image_token'],
};

const ABOVE = /_above_(\d+)k_tokens(?:_priority)?$/;

/**
 * Reads a table in LiteLLM's form: an object of model names and their prices per token. Numbers are taken as they are
 * written, digit by digit. Models without prices for tokens (speech, pictures by the piece) are left out.
 *
 * @returns undefined when the text is no JSON object
 */
export function readLitellmTable(text: string): PriceTable | undefined {
  const table = parseWithNumbersAsText(text);
  if (!isRecord(table)) return undefined;
  const sheets = new Map<string, PriceSheet>();
  const skipped: SkippedPrice[] = [];
  for (const [model, entry] of Object.entries(table)) {
    if (model === 'sample_spec' || !isRecord(entry)) continue;
    if (!isModelName(model)) {
      skipped.push({ model: model.slice(0, TEXT_LENGTHS.modelName), reason: 'bad_name' });
      continue;
    }
    const sheet = sheetOf(entry);
    if (sheet === undefined) skipped.push({ model, reason: 'no_token_prices' });
    else if (!isUsable(sheet)) skipped.push({ model, reason: 'bad_number' });
    else sheets.set(model, sheet);
  }
  return { sheets, skipped };
}

type Entry = Readonly<Record<string, unknown>>;

function sheetOf(entry: Entry): PriceSheet | undefined {
  const rates = ratesOf(entry, '');
  if (rates.input === undefined && rates.output === undefined) return undefined;
  const perRequest = numberText(entry['input_cost_per_request']);
  const longContext = longContextOf(entry, '');
  const priority = priorityOf(entry);
  return {
    ...rates,
    ...(perRequest === undefined ? {} : { perRequest }),
    ...(longContext.length > 0 ? { longContext } : {}),
    ...(priority ? { priority } : {}),
  };
}

function priorityOf(entry: Entry): PriceSheet['priority'] {
  const rates = ratesOf(entry, '_priority');
  const longContext = longContextOf(entry, '_priority');
  if (Object.keys(rates).length === 0 && longContext.length === 0) return undefined;
  return { ...rates, ...(longContext.length > 0 ? { longContext } : {}) };
}

function longContextOf(entry: Entry, suffix: string): NonNullable<PriceSheet['longContext']> {
  const thresholds = new Set<number>();
  for (const name of Object.keys(entry)) {
    const thousands = ABOVE.exec(name)?.[1];
    if (thousands !== undefined && name.endsWith('_priority') === (suffix !== ''))
      thresholds.add(Number(thousands));
  }
  return [...thresholds]
    .toSorted((a, b) => a - b)
    .map((thousands) => ({
      above: thousands * 1000,
      ...ratesOf(entry, `_above_${thousands}k_tokens${suffix}`),
    }))
    .filter((rates) => Object.keys(rates).length > 1);
}

function ratesOf(entry: Entry, suffix: string): Rates {
  const found: [TokenRate, string][] = [];
  for (const [kind, names] of Object.entries(FIELDS) as [TokenRate, readonly string[]][]) {
    for (const name of names) {
      const text = numberText(entry[`${name}${suffix}`]);
      // What is no number stays as it is, for `isUsable` to find.
      if (text !== undefined) found.push([kind, perMillion(text) ?? text]);
    }
  }
  return Object.fromEntries(found);
}

function isUsable(sheet: PriceSheet): boolean {
  try {
    compilePrice(sheet);
    return true;
  } catch {
    // RangeError: a number that no price is.
    return false;
  }
}

/** The text of a number in a document read by `parseWithNumbersAsText`. */
function numberText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

// Binary floating point has no 0.1: what is written counts, so numbers stay as they are written.
function parseWithNumbersAsText(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' ? (context?.source ?? String(value)) : value,
    );
  } catch {
    // SyntaxError: no JSON.
    return undefined;
  }
}

function isRecord(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
