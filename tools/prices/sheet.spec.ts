import { describe, expect, it } from 'vitest';
import { namesOf } from './names.mjs';
import { sheetOf } from './sheet.mjs';

const DAY = '2026-11-25';

const model = (prices: object) =>
  ({ id: 'm', match: { equals: 'm' }, prices }) as Parameters<typeof sheetOf>[0];

const from = (start_date: string, prices: object) => ({
  constraint: { type: 'start_date', start_date },
  prices,
});
const hours = (start_time: string, end_time: string, prices: object) => ({
  constraint: { type: 'time_of_date', start_time, end_time },
  prices,
});
const price = (output_mtok: number) => ({ output_mtok });

describe('the sheet of a model', () => {
  it('has every kind of token, digit by digit', () => {
    const prices = {
      input_mtok: 0.3,
      output_mtok: 15,
      cache_write_mtok: 0.375,
      cache_write_1h_mtok: 0.6,
      cache_read_mtok: 0.003625,
      input_image_mtok: 1,
      output_image_mtok: 120,
      web_searches_kcount: 10,
      input_audio_mtok: 3,
    };
    expect(sheetOf(model(prices), DAY)).toEqual({
      input: '0.3',
      output: '15',
      cacheWrite5m: '0.375',
      cacheWrite1h: '0.6',
      cacheRead: '0.003625',
      imageInput: '1',
      imageOutput: '120',
    });
  });

  it('has the tiers for long inputs, the lowest first', () => {
    const tiers = (base: number, ...rest: [start: number, price: number][]) => ({
      base,
      tiers: rest.map(([start, price]) => ({ start, price })),
    });
    const prices = {
      input_mtok: tiers(1, [512_000, 3], [200_000, 2]),
      output_mtok: tiers(5, [200_000, 7.5]),
    };
    expect(sheetOf(model(prices), DAY)).toEqual({
      input: '1',
      output: '5',
      longContext: [
        { above: 200_000, input: '2', output: '7.5' },
        { above: 512_000, input: '3' },
      ],
    });
  });

  it.each([
    ['the last one that has begun', [{ prices: price(1) }, from('2026-01-01', price(2))], '2'],
    ['on its first day', [{ prices: price(1) }, from(DAY, price(2))], '2'],
    ['not one that is still to come', [{ prices: price(1) }, from('2026-11-26', price(2))], '1'],
    ['the highest one of a day', [{ prices: price(1) }, hours('01:00:00Z', '04:00:00Z', price(2))], '2'],
    [
      'the highest one of a day, also when it is the rest',
      [{ prices: price(3) }, hours('1', '2', price(2))],
      '3',
    ],
    [
      'no hours of former times',
      [{ prices: price(1) }, hours('01:00:00Z', '04:00:00Z', price(9)), from('2026-01-01', price(2))],
      '2',
    ],
  ])('takes of several prices %s', (_, prices, output) => {
    expect(sheetOf(model(prices), DAY)).toEqual({ output });
  });

  it.each([
    ['without prices', {}],
    ['that speaks', { input_mtok: 1, output_mtok: 2, output_audio_mtok: 8 }],
    ['paid by the page', { input_document_kpages: 1 }],
  ])('does not exist for a model %s', (_, prices) => {
    expect(sheetOf(model(prices), DAY)).toBeUndefined();
  });

  it('is refused when the package has a kind of price that nobody has thought about', () => {
    expect(() => sheetOf(model({ input_mtok: 1, telepathy_mtok: 2 }), DAY)).toThrow('telepathy_mtok');
  });

  it('is refused when a price has digits that money has not', () => {
    expect(() => sheetOf(model({ input_mtok: 0.1 + 0.2 }), DAY)).toThrow('0.30000000000000004');
  });
});

it('finds the names of a model, but no beginnings of names', () => {
  const match = {
    or: [
      { equals: 'GLM-5' },
      { starts_with: 'claude-sonnet-4-2025' },
      { starts_with: 'claude-sonnet-4@' },
      { starts_with: 'claude-sonnet-4-0' },
      { and: [{ starts_with: 'claude-4-sonnet' }, { regex: 'x$' }] },
      { contains: 'sonnet' },
      { equals: 'vendor/claude-sonnet-4' },
      { starts_with: 'ft:claude' },
    ],
  };
  expect(namesOf({ id: 'claude-sonnet-4', match, prices: {} })).toEqual([
    'claude-sonnet-4',
    'glm-5',
    'claude-sonnet-4-0',
    'claude-4-sonnet',
  ]);
});
