import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../money/decimal';
import { seededRandom } from '../selection/seeded-random';
import { compilePrice, USD_DECIMALS } from './compile-price';
import { type BilledUsage, type BillingTerms, costOf, type CostBreakdown, PARTS } from './cost';
import type { PriceSheet } from './price-sheet';

const PLAIN: BillingTerms = { isPriority: false, providerMultiplier: '1', groupMultiplier: '1' };
const SONNET: PriceSheet = {
  input: '3',
  output: '15',
  cacheWrite5m: '3.75',
  cacheWrite1h: '6',
  cacheRead: '0.3',
  longContext: [
    { above: 200_000, input: '6', output: '22.5', cacheWrite5m: '7.5', cacheWrite1h: '12', cacheRead: '0.6' },
  ],
};

const cost = (sheet: PriceSheet, usage: BilledUsage, terms: Partial<BillingTerms> = {}) =>
  costOf(compilePrice(sheet), usage, { ...PLAIN, ...terms });
const million = 1_000_000;

describe('each kind of token at its own price', () => {
  it.each<[string, PriceSheet, BilledUsage, string]>([
    ['input', { input: '3' }, { inputTokens: 1000 }, '0.003'],
    ['output', { output: '15' }, { outputTokens: 10 }, '0.00015'],
    ['cache write, 5 minutes', SONNET, { cacheCreation5mTokens: 4 }, '0.000015'],
    ['cache write, an hour', SONNET, { cacheCreation1hTokens: 4 }, '0.000024'],
    ['cache read', SONNET, { cacheReadTokens: 10 }, '0.000003'],
    ['the smallest price', { input: '0.000000001' }, { inputTokens: 1 }, '0.000000000000001'],
    ['a fee per request', { input: '1', perRequest: '0.01' }, {}, '0.01'],
    ['pictures read', { input: '1', imageInput: '8' }, { inputTokens: 10, imageInputTokens: 4 }, '0.000038'],
    [
      'pictures made',
      { output: '1', imageOutput: '30' },
      { outputTokens: 10, imageOutputTokens: 10 },
      '0.0003',
    ],
  ])('%s', (_, sheet, usage, total) => {
    expect(cost(sheet, usage).total).toBe(total);
  });
});

describe('what a sheet leaves out', () => {
  it.each<[string, PriceSheet, BilledUsage, string]>([
    [
      'a cache write of 5 minutes: a quarter more than input',
      { input: '4' },
      { cacheCreation5mTokens: million },
      '5',
    ],
    ['a cache write of an hour: twice the input', { input: '4' }, { cacheCreation1hTokens: million }, '8'],
    ['a cache read: a tenth of the input', { input: '4' }, { cacheReadTokens: million }, '0.4'],
    ['a cache read without a price for input', { output: '4' }, { cacheReadTokens: million }, '0.4'],
    [
      'tokens of pictures: what text costs',
      { input: '4' },
      { inputTokens: million, imageInputTokens: million },
      '4',
    ],
    [
      'a tier without a cache price of its own, nor the sheet',
      { input: '1', longContext: [{ above: 10, input: '2' }] },
      { cacheReadTokens: million },
      '0.2',
    ],
    [
      'a tier without the cache price that the sheet has',
      { input: '1', cacheRead: '0.5', longContext: [{ above: 10, input: '2' }] },
      { cacheReadTokens: million },
      '0.5',
    ],
  ])('%s', (_, sheet, usage, total) => {
    expect(cost(sheet, usage).total).toBe(total);
  });
});

describe('cache writes are charged once', () => {
  it.each<[string, BilledUsage, string, string]>([
    ['a total alone is kept for five minutes', { cacheCreationTokens: million }, '3.75', '0'],
    [
      'the total holds its parts',
      { cacheCreationTokens: million, cacheCreation5mTokens: 400_000, cacheCreation1hTokens: 600_000 },
      '1.5',
      '3.6',
    ],
    [
      'what the parts do not name',
      { cacheCreationTokens: million, cacheCreation1hTokens: 600_000 },
      '1.5',
      '3.6',
    ],
    [
      'parts that are more than their total',
      { cacheCreationTokens: 1, cacheCreation5mTokens: 400_000, cacheCreation1hTokens: 600_000 },
      '1.5',
      '3.6',
    ],
  ])('%s', (_, usage, written5m, written1h) => {
    const price = compilePrice({ ...SONNET, longContext: [] });
    expect(costOf(price, usage, PLAIN)).toMatchObject({ cacheWrite5m: written5m, cacheWrite1h: written1h });
  });
});

describe('long contexts', () => {
  it.each<[string, BilledUsage, string, number | undefined]>([
    ['at the threshold nothing changes', { inputTokens: 200_000, outputTokens: 1000 }, '0.615', undefined],
    [
      'one above it makes every token dearer',
      { inputTokens: 200_001, outputTokens: 1000 },
      '1.222506',
      200_000,
    ],
    [
      'the cache counts as input',
      { inputTokens: 1, cacheReadTokens: 100_000, cacheCreation5mTokens: 100_000 },
      '0.810006',
      200_000,
    ],
    ['output does not', { inputTokens: 100, outputTokens: 300_000 }, '4.5003', undefined],
  ])('%s', (_, usage, total, above) => {
    const breakdown = cost(SONNET, usage);
    expect([breakdown.total, breakdown.longContextAbove]).toEqual([total, above]);
  });

  it('the highest threshold that is passed decides', () => {
    const sheet: PriceSheet = {
      input: '1',
      longContext: [
        { above: 10, input: '2' },
        { above: 100, input: '3' },
      ],
    };
    expect(cost(sheet, { inputTokens: 100 }).total).toBe('0.0002');
    expect(cost(sheet, { inputTokens: 101 }).total).toBe('0.000303');
  });
});

describe('the priority tier', () => {
  const sheet: PriceSheet = {
    input: '1',
    output: '10',
    cacheRead: '0.1',
    longContext: [{ above: 1000, input: '2' }],
    priority: { input: '3', longContext: [{ above: 1000, input: '6' }] },
  };

  it.each<[string, boolean, BilledUsage, string]>([
    ['has its own price', true, { inputTokens: 1000 }, '0.003'],
    ['takes over what it does not say', true, { outputTokens: 1000, cacheReadTokens: 10 }, '0.010001'],
    ['has its own long contexts', true, { inputTokens: 2000 }, '0.012'],
    ['is not charged for when it was not served', false, { inputTokens: 1000 }, '0.001'],
  ])('%s', (_, isPriority, usage, total) => {
    const breakdown = cost(sheet, usage, { isPriority });
    expect([breakdown.total, breakdown.isPriority ?? false]).toEqual([total, isPriority]);
  });
});

describe('multipliers', () => {
  it.each([
    ['1', '1', '3'],
    ['0', '1', '0'],
    ['0.85', '1.2', '3.06'],
    ['0.0001', '0.0001', '0.00000003'],
    ['NaN', '1', '3'],
    ['-2', '1', '3'],
  ])('%s by %s', (providerMultiplier, groupMultiplier, total) => {
    const breakdown = cost({ input: '3' }, { inputTokens: million }, { providerMultiplier, groupMultiplier });
    expect([breakdown.base, breakdown.total]).toEqual(['3', total]);
  });

  it('rounds the total to 15 digits, halves up', () => {
    const smallest = cost({ input: '0.000000001' }, { inputTokens: 1 }, { providerMultiplier: '0.5' });
    expect(smallest.total).toBe('0.000000000000001');
    expect(cost({ input: '0.000000001' }, { inputTokens: 1 }, { providerMultiplier: '0.4999' }).total).toBe(
      '0',
    );
  });
});

it.each([Number.NaN, -5, 1.5, Infinity, undefined])('a count of %s costs nothing', (inputTokens) => {
  expect(cost(SONNET, { inputTokens }).total).toBe('0');
});

it('of nonsense is no more than the ledger can hold', () => {
  const usage = { inputTokens: 2_147_483_647, outputTokens: 2_147_483_647 };
  const terms = { providerMultiplier: '1000', groupMultiplier: '1000' };
  expect(cost({ input: '1000000', output: '1000000' }, usage, terms).total).toBe('999999.999999999999999');
  expect(cost({ input: '600' }, { inputTokens: 1_666_666_666 }).total).toBe('999999.9996');
});

it.each(['-1', 'NaN', '1e-12', '', '1,5'])('"%s" is no price', (input) => {
  expect(() => compilePrice({ input })).toThrow(RangeError);
});

it('5,000 random answers: the parts add up, nothing is negative, no write is charged twice', () => {
  const random = seededRandom(4);
  const upTo = (most: number) => Math.floor(random() * most);
  const price = compilePrice(SONNET);
  for (let round = 0; round < 5000; round += 1) {
    const [written5m, written1h] = [upTo(90_000), upTo(90_000)];
    const usage = {
      inputTokens: upTo(150_000),
      outputTokens: upTo(20_000),
      cacheCreationTokens: written5m + written1h,
      cacheCreation5mTokens: written5m,
      cacheCreation1hTokens: written1h,
      cacheReadTokens: upTo(150_000),
    };
    const breakdown = costOf(price, usage, PLAIN);
    const parts = PARTS.map((part) => unitsOf(breakdown[part]));
    expect(parts.every((part) => part >= 0n)).toBe(true);
    expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(unitsOf(breakdown.base));
    expect(wholeByHand(usage, breakdown)).toBe(unitsOf(breakdown.base));
  }
});

function unitsOf(text: string): bigint {
  return parseDecimal(text, USD_DECIMALS) ?? -1n;
}

/** The same sum in whole 10^-8 USD per token: these prices have no more digits. */
function wholeByHand(
  usage: Required<
    Pick<
      BilledUsage,
      'inputTokens' | 'outputTokens' | 'cacheCreation5mTokens' | 'cacheCreation1hTokens' | 'cacheReadTokens'
    >
  >,
  { longContextAbove }: CostBreakdown,
): bigint {
  const [input, output, write5m, write1h, read] = longContextAbove
    ? [600, 2250, 750, 1200, 60]
    : [300, 1500, 375, 600, 30];
  const hundredMillionths =
    usage.inputTokens * input +
    usage.outputTokens * output +
    usage.cacheCreation5mTokens * write5m +
    usage.cacheCreation1hTokens * write1h +
    usage.cacheReadTokens * read;
  return BigInt(hundredMillionths) * 10n ** 10n;
}
