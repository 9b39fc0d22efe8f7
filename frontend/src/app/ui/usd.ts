import { divideRounded, parseDecimal } from '@cch/domain/money/decimal';

/** More than the ledger stores. */
const PRECISION = 18;
const MOST_DECIMALS = 4;
const SMALLEST = 10n ** BigInt(PRECISION - MOST_DECIMALS);

const GROUPED = new Intl.NumberFormat('en-US');

/**
 * An amount of money for reading, rounded to four decimals: `1,234.50`, `0.0123`, and `<0.0001` for less than that.
 *
 * @param usd decimal text
 * @param least decimals that are always there, so that a column of amounts lines up
 */
export function formatUsd(usd: string, least = 2): string {
  const exact = parseDecimal(usd, PRECISION);
  if (exact === undefined) return usd;
  if (exact > 0n && exact < SMALLEST) return '<0.0001';
  const units = divideRounded(exact, SMALLEST);
  const digits = (units < 0n ? -units : units).toString().padStart(MOST_DECIMALS + 1, '0');
  const whole = BigInt(digits.slice(0, -MOST_DECIMALS));
  const fraction = digits.slice(-MOST_DECIMALS).replace(/0+$/, '').padEnd(least, '0');
  return `${units < 0n ? '-' : ''}${GROUPED.format(whole)}.${fraction}`;
}
