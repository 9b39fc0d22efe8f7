import { type CompiledPrice, USD_DECIMALS } from '../pricing/compile-price';

/** What is known of a request before a provider has answered it. */
export interface RequestSize {
  /** Bytes of the body. */
  readonly bodyBytes: number;
  /** Output tokens that the request allows, where it says so. */
  readonly maxOutputTokens: number | undefined;
}

// English and program text run at about four bytes a token in all vendors' tokenizers; pictures in base64 take more bytes
// and are covered by the bound.
const BYTES_PER_TOKEN = 4;
/** Beyond this a body is pictures and documents rather than words. */
const MOST_INPUT_TOKENS = 200_000;

const UNITS_PER_MICRO = 10n ** BigInt(USD_DECIMALS - 6);
const SCALE = 10_000;

/**
 * What a request is expected to cost at most, in whole millionths of a dollar, rounded up: its input, and as much output as
 * it allows, though not more than the hub's setting.
 *
 * @param mostOutputTokens the setting
 * @param multiplier the dearest of what may be applied to the price
 */
export function estimateMicros(
  price: CompiledPrice,
  { bodyBytes, maxOutputTokens }: RequestSize,
  mostOutputTokens: number,
  multiplier: number,
): number {
  const { input, output } = price.standard.base;
  const inputTokens = Math.min(Math.ceil(bodyBytes / BYTES_PER_TOKEN), MOST_INPUT_TOKENS);
  const outputTokens = Math.min(maxOutputTokens ?? mostOutputTokens, mostOutputTokens);
  const units = BigInt(inputTokens) * input + BigInt(outputTokens) * output + price.perRequest;
  const scaled = (units * BigInt(Math.ceil(multiplier * SCALE))) / BigInt(SCALE);
  return Number((scaled + UNITS_PER_MICRO - 1n) / UNITS_PER_MICRO);
}
