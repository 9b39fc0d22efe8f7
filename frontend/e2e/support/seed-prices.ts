import type { Hub } from '../../../backend/test/support/hub';

/** A model whose price has everything a price can have, and a past. */
export const PRICED_MODEL = 'claude-sonnet-4-5';

/** A table as somebody would upload it, with every kind of entry. */
export const PRICE_TABLE = JSON.stringify({
  'claude-haiku-4-5': { input_cost_per_token: 1.1e-6, output_cost_per_token: 5e-6 },
  [PRICED_MODEL]: {
    input_cost_per_token: 3e-6,
    output_cost_per_token: 15e-6,
    output_cost_per_token_above_200k_tokens: 22.5e-6,
  },
  'acme/one-more-model-with-a-long-name-preview-2026-11-25': {
    input_cost_per_token: 0.25e-6,
    output_cost_per_token: 2e-6,
    cache_read_input_token_cost: 0.025e-6,
    output_cost_per_token_priority: 4e-6,
  },
  'acme/speech': { input_cost_per_second: 1e-6 },
  'acme/wrong': { input_cost_per_token: -1, output_cost_per_token: 1e-6 },
});

export async function seedPrices(hub: Hub): Promise<void> {
  const put = (fields: object) => hub.admin('PUT', `/model-prices/${PRICED_MODEL}`, fields);
  await put({ inputCostPerToken: '0.000003', outputCostPerToken: '0.000015' });
  await put({
    inputCostPerToken: '0.0000033',
    outputCostPerToken: '0.000015',
    cacheReadCostPerToken: '0.0000003',
    inputCostPerImageToken: '0.000004',
    costPerRequest: '0.002',
    longContext: [{ aboveTokens: 200_000, inputCostPerToken: '0.000006', outputCostPerToken: '0.0000225' }],
    priority: { outputCostPerToken: '0.00003' },
  });
}
