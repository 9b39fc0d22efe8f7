import { describe, expect, it } from 'vitest';
import { divideRounded, formatDecimal, parseDecimal } from './decimal';

describe('parseDecimal', () => {
  it.each([
    ['0', 4, 0n],
    ['1.25', 4, 12_500n],
    ['-1.25', 4, -12_500n],
    ['0.00000375', 15, 3_750_000_000n],
    ['3e-06', 15, 3_000_000_000n],
    ['1.5E3', 2, 150_000n],
    ['100000000000000000000', 0, 100_000_000_000_000_000_000n],
  ])('reads %s to %i digits', (text, decimals, units) => {
    expect(parseDecimal(text, decimals)).toBe(units);
  });

  it.each(['', ' 1', '1.', '.5', '1,5', 'NaN', 'Infinity', '0x10', '1e', '1e9999', '--1'])(
    'refuses "%s"',
    (text) => {
      expect(parseDecimal(text, 4)).toBeUndefined();
    },
  );

  it('refuses digits that would be lost, but not zeros', () => {
    expect(parseDecimal('0.12345', 4)).toBeUndefined();
    expect(parseDecimal('1e-5', 4)).toBeUndefined();
    expect(parseDecimal('0.12340', 4)).toBe(1234n);
  });
});

it.each([
  [0n, 4, '0'],
  [12_500n, 4, '1.25'],
  [-5n, 4, '-0.0005'],
  [10_000n, 4, '1'],
  [7n, 0, '7'],
])('formatDecimal writes %s of %i digits as %s', (units, decimals, text) => {
  expect(formatDecimal(units, decimals)).toBe(text);
  expect(parseDecimal(text, decimals)).toBe(units);
});

it.each([
  [14n, 10n, 1n],
  [15n, 10n, 2n],
  [-14n, 10n, -1n],
  [-15n, 10n, -2n],
])('divideRounded makes %s / %s to %s', (units, divisor, rounded) => {
  expect(divideRounded(units, divisor)).toBe(rounded);
});
