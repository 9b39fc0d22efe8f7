import { describe, expect, it } from 'vitest';
import { compilePrice } from '../pricing/compile-price';
import type { PriceSheet } from '../pricing/price-sheet';
import { seededRandom } from '../selection/seeded-random';
import { estimateMicros, type RequestSize } from './estimate';

const SETTING = 8192;
const SHEET: PriceSheet = { input: '4', output: '10' };

const estimate = (size: Partial<RequestSize>, sheet: PriceSheet = SHEET, multiplier = 1) =>
  estimateMicros(compilePrice(sheet), { bodyBytes: 0, maxOutputTokens: 0, ...size }, SETTING, multiplier);

describe('estimateMicros', () => {
  it.each<[string, Partial<RequestSize>, number]>([
    ['nothing', {}, 0],
    ['four bytes are a token', { bodyBytes: 4000 }, 4000],
    ['a begun token is one', { bodyBytes: 4001 }, 4004],
    ['a single byte', { bodyBytes: 1 }, 4],
    ['output as much as it allows', { maxOutputTokens: 100 }, 1000],
    ['output up to the setting', { maxOutputTokens: 8192 }, 81_920],
    // A CLI that asks for 128,000 tokens must not be refused on a small key.
    ['output not beyond the setting', { maxOutputTokens: 128_000 }, 81_920],
    ['no word about output is the setting', { maxOutputTokens: undefined }, 81_920],
    ['a body of 50 MB is pictures', { bodyBytes: 50_000_000 }, 800_000],
    ['input and output', { bodyBytes: 400, maxOutputTokens: 10 }, 500],
  ])('%s', (_, size, micros) => {
    expect(estimate(size)).toBe(micros);
  });

  it.each<[string, PriceSheet, number, number]>([
    ['rounds up', { input: '0.000000001' }, 1, 1],
    ['rounds up after the multiplier', { input: '4' }, 0.1, 1],
    ['a fee per request', { input: '4', perRequest: '0.01' }, 1, 10_004],
    ['a fee per request times the multiplier', { perRequest: '0.01' }, 1.5, 15_000],
    ['a multiplier of 0', { input: '4', perRequest: '0.01' }, 0, 0],
    ['the highest multiplier', { input: '4' }, 1_000_000, 4_000_000],
    ['a model that costs nothing', { input: '0', output: '0' }, 1, 0],
  ])('%s', (_, sheet, multiplier, micros) => {
    expect(estimate({ bodyBytes: 4 }, sheet, multiplier)).toBe(micros);
  });

  it('a setting of 0 expects no output', () => {
    expect(estimateMicros(compilePrice(SHEET), { bodyBytes: 4, maxOutputTokens: undefined }, 0, 1)).toBe(4);
  });

  it('is a whole number within its bounds, whatever is asked', () => {
    const random = seededRandom(17);
    const most = 200_000 * 4 + SETTING * 10;
    for (let round = 0; round < 2000; round += 1) {
      const size = {
        bodyBytes: Math.floor(random() ** 8 * Number.MAX_SAFE_INTEGER),
        maxOutputTokens: Math.floor(random() ** 8 * Number.MAX_SAFE_INTEGER),
      };
      const micros = estimate(size);
      expect(Number.isSafeInteger(micros)).toBe(true);
      expect(micros).toBeGreaterThanOrEqual(0);
      expect(micros).toBeLessThanOrEqual(most);
    }
  });
});
