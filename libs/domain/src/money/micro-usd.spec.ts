import { describe, expect, it } from 'vitest';
import { COST_DECIMALS } from '../pricing/cost';
import { seededRandom } from '../selection/seeded-random';
import { formatDecimal } from './decimal';
import { joinUsd, limitMicros, microsText, splitUsd } from './micro-usd';

describe('splitUsd', () => {
  it.each([
    ['0', 0, 0],
    ['1', 1_000_000, 0],
    ['0.000001', 1, 0],
    ['0.000000999999999', 0, 999_999_999],
    ['0.000001000000001', 1, 1],
    ['0.000000000000001', 0, 1],
    ['12.345678900000000', 12_345_678, 900_000_000],
    ['1e-15', 0, 1],
    ['1000000000', 1_000_000_000_000_000, 0],
  ])('%s', (usd, micros, femtos) => {
    expect(splitUsd(usd)).toEqual({ micros, femtos });
  });

  it.each(['', 'NaN', '-0.1', '0.0000000000000001', 'Infinity', '1,5'])('"%s" is no amount', (usd) => {
    expect(() => splitUsd(usd)).toThrow(RangeError);
  });
});

describe('joinUsd', () => {
  it.each<[string | number, string | number, string]>([
    [0, 0, '0'],
    ['1', '1', '0.000001000000001'],
    [1_500_000, 0, '1.5'],
    // Counters add femtos up before they carry.
    [0, 2_500_000_000, '0.0000025'],
    ['999999', '1000000000', '1'],
  ])('%s millionths and %s', (micros, femtos, usd) => {
    expect(joinUsd(micros, femtos)).toBe(usd);
  });
});

describe('amounts in counters', () => {
  const random = seededRandom(23);
  const amount = () => BigInt(Math.floor(random() ** 4 * Number.MAX_SAFE_INTEGER));

  it('split and joined they are the same, 5,000 times', () => {
    for (let round = 0; round < 5000; round += 1) {
      const usd = formatDecimal(amount(), COST_DECIMALS);
      const { micros, femtos } = splitUsd(usd);
      expect(joinUsd(micros, femtos)).toBe(usd);
      expect(joinUsd(String(micros), String(femtos))).toBe(usd);
      expect(femtos).toBeLessThan(1_000_000_000);
    }
  });

  it('summed up in halves they give the exact sum, of 100,000', () => {
    const sum = { micros: 0, femtos: 0, exact: 0n };
    for (let round = 0; round < 100_000; round += 1) {
      const units = amount();
      const { micros, femtos } = splitUsd(formatDecimal(units, COST_DECIMALS));
      sum.micros += micros;
      sum.femtos += femtos;
      sum.exact += units;
    }
    expect(Number.isSafeInteger(sum.femtos)).toBe(true);
    expect(joinUsd(sum.micros, sum.femtos)).toBe(formatDecimal(sum.exact, COST_DECIMALS));
  });
});

it.each<[string | null | undefined, number | undefined]>([
  [null, undefined],
  [undefined, undefined],
  ['0', undefined],
  ['0.000000', undefined],
  ['-1', undefined],
  ['NaN', undefined],
  ['0.000001', 1],
  ['25.50', 25_500_000],
  ['10000000', 10_000_000_000_000],
])('a limit of %s is %s', (usd, micros) => {
  expect(limitMicros(usd)).toBe(micros);
});

it.each([
  [0, '0'],
  [1, '0.000001'],
  [1_000_000, '1'],
  [2_500_000, '2.5'],
])('%i millionths are written %s', (micros, text) => {
  expect(microsText(micros)).toBe(text);
});
