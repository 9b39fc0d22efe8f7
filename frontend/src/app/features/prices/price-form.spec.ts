import { expect, it } from 'vitest';
import { EMPTY_TIER, sheetOfForm, toDraft, toForm } from './price-form';
import type { Price } from './prices-api';
import { sheetOf } from './sheet-of-price';

const NOTHING = {
  inputCostPerToken: null,
  outputCostPerToken: null,
  cacheCreationCostPerToken: null,
  cacheCreation1hCostPerToken: null,
  cacheReadCostPerToken: null,
  inputCostPerImageToken: null,
  outputCostPerImageToken: null,
};

const STORED: Price = {
  ...NOTHING,
  id: 17,
  model: 'openai/gpt-6',
  source: 'synced',
  inputCostPerToken: '0.000003',
  outputCostPerToken: '0.000015',
  cacheReadCostPerToken: '0.000000300000001',
  costPerRequest: '0.01',
  longContext: [{ ...NOTHING, aboveTokens: 200_000, inputCostPerToken: '0.000006' }],
  priority: { ...NOTHING, outputCostPerToken: '0.00003', longContext: null },
  createdAt: '2026-11-25T00:00:00.000Z',
};

it('shows prices per million tokens, without a digit more or less', () => {
  expect(toForm(STORED.model, sheetOf(STORED))).toMatchObject({
    input: '3',
    output: '15',
    cacheWrite5m: '',
    cacheRead: '0.300000001',
    perRequest: '0.01',
    longContext: [{ above: 200_000, input: '6', output: '' }],
    priority: { isOn: true, input: '', output: '30', hasOwnTiers: false, longContext: [] },
  });
});

it('sends back what came, per token', () => {
  expect(toDraft(toForm(STORED.model, sheetOf(STORED)))).toEqual({
    model: 'openai/gpt-6',
    inputCostPerToken: '0.000003',
    outputCostPerToken: '0.000015',
    cacheReadCostPerToken: '0.000000300000001',
    costPerRequest: '0.01',
    longContext: [{ aboveTokens: 200_000, inputCostPerToken: '0.000006' }],
    priority: { outputCostPerToken: '0.00003', longContext: null },
  });
});

it('leaves out what is not typed, and a priority tier that says nothing', () => {
  const form = toForm(' my-model ', { input: '1' });
  const draft = toDraft({ ...form, priority: { ...form.priority, isOn: true } });
  expect(draft).toEqual({
    model: 'my-model',
    inputCostPerToken: '0.000001',
    costPerRequest: null,
    longContext: [],
    priority: null,
  });
});

it('tells no tiers of its own from none at all', () => {
  const { priority, ...form } = toForm('m', { input: '1', longContext: [{ above: 5, input: '2' }] });
  const withoutTiers = { ...form, priority: { ...priority, isOn: true, hasOwnTiers: true } };
  expect(toDraft(withoutTiers).priority).toEqual({ longContext: [] });
});

it('keeps what the priority tier said while it is off out of the price', () => {
  const { priority, ...form } = toForm('m', { input: '1' });
  const hidden = { ...form, priority: { ...priority, output: '9', isOn: false } };
  expect(toDraft(hidden).priority).toBeNull();
});

it('reads a form in the making as far as it goes', () => {
  const form = { ...toForm('m', {}), input: '3', output: 'x', longContext: [EMPTY_TIER] };
  expect(sheetOfForm(form)).toEqual({ input: '3' });
});
