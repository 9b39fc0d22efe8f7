import { expect, it } from 'vitest';
import { badgesOf, rateCells } from './price-cells';
import type { Price } from './prices-api';

const PRICE: Price = {
  id: 1,
  model: 'm',
  source: 'shipped',
  inputCostPerToken: '0.000003',
  outputCostPerToken: null,
  cacheCreationCostPerToken: null,
  cacheCreation1hCostPerToken: null,
  cacheReadCostPerToken: '0.000000375',
  inputCostPerImageToken: null,
  outputCostPerImageToken: null,
  costPerRequest: null,
  longContext: [],
  priority: null,
  createdAt: '',
};

it('shows what is said and, marked, what follows from it', () => {
  expect(rateCells(PRICE).map(({ rate, text, isDerived }) => [rate, text, isDerived])).toEqual([
    ['input', '3.00', false],
    ['output', '0.00', true],
    ['cacheWrite5m', '3.75', true],
    ['cacheWrite1h', '6.00', true],
    ['cacheRead', '0.375', false],
  ]);
});

it('has a badge for all further prices', () => {
  expect(badgesOf(PRICE)).toEqual([]);
  const { inputCostPerToken, outputCostPerImageToken: _, ...rest } = PRICE;
  const costs = { ...rest, inputCostPerToken, outputCostPerImageToken: '0.00003' };
  expect(
    badgesOf({
      ...costs,
      longContext: [{ ...costs, aboveTokens: 1 }],
      priority: { ...costs, longContext: null },
    }),
  ).toEqual(['longContext', 'priority', 'image']);
});
