/**
 * Exact decimal numbers as whole numbers of a smallest unit: `parseDecimal('1.25', 4)` is 12500n. Between tokens and the
 * stored amount of money nothing else is used, so nothing is lost on the way.
 */

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
const ZERO = 48;
const SCIENTIFIC = /^(-?\d+(?:\.\d+)?)[eE]([+-]?\d{1,3})$/;

/**
 * @param text a plain decimal number, or one with an exponent as JSON allows it
 * @param decimals of the smallest unit
 * @returns undefined when the text is no number or says more than `decimals` digits behind the point
 */
export function parseDecimal(text: string, decimals: number): bigint | undefined {
  const scientific = SCIENTIFIC.exec(text);
  const parts = DECIMAL.exec(scientific?.[1] ?? text);
  if (!parts) return undefined;
  const [, sign = '', whole = '', fraction = ''] = parts;
  const digits = BigInt(whole + fraction);
  const shift = decimals - fraction.length + Number(scientific?.[2] ?? 0);
  const units = shift >= 0 ? digits * 10n ** BigInt(shift) : exactQuotient(digits, 10n ** BigInt(-shift));
  return units !== undefined && sign === '-' ? -units : units;
}

/** The shortest text of a number of units: no zeros at the end, no point without a digit behind it. */
export function formatDecimal(units: bigint, decimals: number): string {
  if (units === 0n) return '0'; // most parts of most costs
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  const fraction = digits.slice(point, end);
  const text = fraction === '' ? digits.slice(0, point) : `${digits.slice(0, point)}.${fraction}`;
  return units < 0n ? `-${text}` : text;
}

/** `units / divisor` to the nearest whole number, halves away from zero. */
export function divideRounded(units: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return (units < 0n ? units - half : units + half) / divisor;
}

function exactQuotient(value: bigint, divisor: bigint): bigint | undefined {
  return value % divisor === 0n ? value / divisor : undefined;
}
