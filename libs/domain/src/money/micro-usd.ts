import { COST_DECIMALS } from '../pricing/cost';
import { formatDecimal, parseDecimal } from './decimal';

/**
 * An amount as counters hold it: whole millionths of a dollar, and what is left in 10^-15 dollars. Both stay below 2^53 for
 * any amount a hub will ever see, so no digit is lost where numbers are binary floats.
 */
export interface SplitAmount {
  readonly micros: number;
  /** From 0 to 999,999,999. */
  readonly femtos: number;
}

const MICRO_DECIMALS = 6;
const FEMTOS_PER_MICRO = 1_000_000_000n;

/** @param usd decimal string with at most 15 digits behind the point, not negative */
export function splitUsd(usd: string): SplitAmount {
  const units = parseDecimal(usd, COST_DECIMALS);
  if (units === undefined || units < 0n) throw new RangeError(`${usd} is no amount`);
  return { micros: Number(units / FEMTOS_PER_MICRO), femtos: Number(units % FEMTOS_PER_MICRO) };
}

/** The sum of counters as a decimal string; femtos may be more than a micro's worth. */
export function joinUsd(micros: string | number, femtos: string | number): string {
  return formatDecimal(BigInt(micros) * FEMTOS_PER_MICRO + BigInt(femtos), COST_DECIMALS);
}

/** Whole millionths of a dollar in a limit; undefined for none and for 0, which means none. */
export function limitMicros(usd: string | null | undefined): number | undefined {
  if (usd === null || usd === undefined) return undefined;
  const units = parseDecimal(usd, MICRO_DECIMALS);
  return units === undefined || units <= 0n ? undefined : Number(units);
}

export function microsText(micros: number): string {
  return formatDecimal(BigInt(micros), MICRO_DECIMALS);
}
