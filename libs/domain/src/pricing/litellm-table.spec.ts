import { expect, it } from 'vitest';
import { readLitellmTable } from './litellm-table';

const table = (models: object) => readLitellmTable(JSON.stringify(models));

it('takes over every price of a model, per million tokens and digit by digit', () => {
  const text = `{
    "sample_spec": { "input_cost_per_token": 0 },
    "claude-sonnet-4": {
      "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
      "cache_creation_input_token_cost": 3.75e-06, "cache_creation_input_token_cost_above_1hr": 6e-06,
      "cache_read_input_token_cost": 3e-07, "input_cost_per_token_above_200k_tokens": 6e-06,
      "output_cost_per_token_above_200k_tokens": 2.25e-05, "max_tokens": 64000, "mode": "chat"
    },
    "gpt-5": {
      "input_cost_per_token": 0.00000125, "output_cost_per_token": 0.00001, "cache_read_input_token_cost": 1.25e-07,
      "input_cost_per_token_priority": 2.5e-06, "input_cost_per_token_above_272k_tokens_priority": 5e-06,
      "output_cost_per_image_token": 4e-05, "input_cost_per_request": 0.005
    }
  }`;
  const { sheets, skipped } = readLitellmTable(text) ?? {};
  expect(skipped).toEqual([]);
  expect(Object.fromEntries(sheets ?? [])).toEqual({
    'claude-sonnet-4': {
      input: '3',
      output: '15',
      cacheWrite5m: '3.75',
      cacheWrite1h: '6',
      cacheRead: '0.3',
      longContext: [{ above: 200_000, input: '6', output: '22.5' }],
    },
    'gpt-5': {
      input: '1.25',
      output: '10',
      cacheRead: '0.125',
      imageOutput: '40',
      perRequest: '0.005',
      priority: { input: '2.5', longContext: [{ above: 272_000, input: '5' }] },
    },
  });
});

it.each([
  ['a negative price', { m: { input_cost_per_token: -1 } }, 'bad_number'],
  ['more digits than money has', { m: { input_cost_per_token: 1.234_567_890_123_456e-6 } }, 'bad_number'],
  ['a price beyond reason', { m: { input_cost_per_token: 1.01 } }, 'bad_number'],
  [
    'a price per request beyond reason',
    { m: { input_cost_per_token: 1, input_cost_per_request: 1e4 } },
    'bad_number',
  ],
  ['no price for tokens', { m: { output_cost_per_image: 0.04 } }, 'no_token_prices'],
  ['half a character in its name', { 'm\ud800': { input_cost_per_token: 1 } }, 'bad_name'],
  ['a line break in its name', { 'm\n': { input_cost_per_token: 1 } }, 'bad_name'],
  ['a name of 300 characters', { ['m'.repeat(300)]: { input_cost_per_token: 1 } }, 'bad_name'],
])('leaves out a model with %s, and keeps the others', (_, models, reason) => {
  const { sheets, skipped } = table({ ...models, good: { input_cost_per_token: 1e-6 } }) ?? {};
  expect(skipped?.map((entry) => entry.reason)).toEqual([reason]);
  expect([...(sheets?.keys() ?? [])]).toEqual(['good']);
});

it.each(['', 'no JSON', '[]', '1', 'null'])('"%s" is no table', (text) => {
  expect(readLitellmTable(text)).toBeUndefined();
});
