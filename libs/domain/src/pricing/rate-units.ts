import { formatDecimal, parseDecimal } from '../money/decimal';
import { RATE_DECIMALS } from './price-sheet';

const PER_TOKEN_DECIMALS = RATE_DECIMALS + 6;

/** USD per token as USD per million tokens; undefined for what is no number or has too many digits. */
export function perMillion(perTokenUsd: string): string | undefined {
  const units = parseDecimal(perTokenUsd, PER_TOKEN_DECIMALS);
  return units === undefined ? undefined : formatDecimal(units, RATE_DECIMALS);
}

/** USD per million tokens as USD per token; undefined for what is no number or has too many digits. */
export function perToken(perMillionUsd: string): string | undefined {
  const units = parseDecimal(perMillionUsd, RATE_DECIMALS);
  return units === undefined ? undefined : formatDecimal(units, PER_TOKEN_DECIMALS);
}
