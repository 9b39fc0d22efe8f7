import type { WireFormat } from '@cch/contracts/wire-formats';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CostBench, expectSums } from '../support/cost-bench';

let bench: CostBench;
beforeAll(async () => {
  bench = await CostBench.start();
});
afterAll(() => bench?.stop());

type Case = readonly [name: string, WireFormat, PriceSheet, usage: string, usd: string];

async function expectCost(format: WireFormat, sheet: PriceSheet, usage: string, usd: string): Promise<void> {
  const row = await bench.costOfUsage(format, sheet, usage);
  expect(row).toMatchObject({ cost_usd: usd, cost_state: 'exact', is_unpriced: false, outcome: 'answered' });
  expectSums(row);
}

const claude = (counts: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ input_tokens: 0, output_tokens: 0, ...counts });
const written = (fiveMinutes: number, oneHour: number) => ({
  cache_creation_input_tokens: fiveMinutes + oneHour,
  cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour },
});
const pictures = (tokens: number) => [
  { modality: 'TEXT', tokenCount: 1 },
  { modality: 'IMAGE', tokenCount: tokens },
];

describe('8.1 each kind of token at its own price, or at the one that follows from others', () => {
  it.each<Case>([
    ['input', 'anthropic', { input: '3' }, claude({ input_tokens: 1001 }), '0.003003'],
    [
      'input and the fee per request',
      'anthropic',
      { input: '3', perRequest: '0.01' },
      claude({ input_tokens: 1000 }),
      '0.013',
    ],
    ['output', 'anthropic', { output: '15' }, claude({ output_tokens: 7 }), '0.000105'],
    [
      'output, with reasoning inside it',
      'openai-chat',
      { output: '10' },
      '{"prompt_tokens":0,"completion_tokens":100,"completion_tokens_details":{"reasoning_tokens":40}}',
      '0.001',
    ],
    [
      'output, with Gemini’s thoughts added to it',
      'gemini',
      { output: '10' },
      '{"promptTokenCount":0,"candidatesTokenCount":60,"thoughtsTokenCount":40}',
      '0.001',
    ],
    [
      'cache write, 5 minutes',
      'anthropic',
      { input: '4', cacheWrite5m: '7' },
      claude(written(10, 0)),
      '0.00007',
    ],
    [
      'cache write, 5 minutes: 1.25 times input',
      'anthropic',
      { input: '4' },
      claude(written(10, 0)),
      '0.00005',
    ],
    [
      'cache write, an hour',
      'anthropic',
      { input: '4', cacheWrite1h: '9' },
      claude(written(0, 10)),
      '0.00009',
    ],
    ['cache write, an hour: twice the input', 'anthropic', { input: '4' }, claude(written(0, 10)), '0.00008'],
    [
      'cache write that OpenAI reports',
      'openai-responses',
      { input: '4' },
      '{"input_tokens":10,"input_tokens_details":{"cache_write_tokens":10},"output_tokens":0}',
      '0.00005',
    ],
    [
      'cache read',
      'anthropic',
      { input: '4', cacheRead: '1' },
      claude({ cache_read_input_tokens: 10 }),
      '0.00001',
    ],
    [
      'cache read: a tenth of input',
      'anthropic',
      { input: '4', output: '50' },
      claude({ cache_read_input_tokens: 10 }),
      '0.000004',
    ],
    [
      'cache read: a tenth of output where input has no price',
      'anthropic',
      { output: '50' },
      claude({ cache_read_input_tokens: 10 }),
      '0.00005',
    ],
    [
      'pictures read',
      'gemini',
      { input: '1', imageInput: '8' },
      JSON.stringify({ promptTokenCount: 11, promptTokensDetails: pictures(10), candidatesTokenCount: 0 }),
      '0.000081',
    ],
    [
      'pictures read: as text',
      'gemini',
      { input: '1' },
      JSON.stringify({ promptTokenCount: 11, promptTokensDetails: pictures(10), candidatesTokenCount: 0 }),
      '0.000011',
    ],
    [
      'pictures made',
      'gemini',
      { output: '1', imageOutput: '30' },
      JSON.stringify({
        promptTokenCount: 0,
        candidatesTokenCount: 11,
        candidatesTokensDetails: pictures(10),
      }),
      '0.000301',
    ],
    [
      'pictures made: as text',
      'gemini',
      { output: '1' },
      JSON.stringify({
        promptTokenCount: 0,
        candidatesTokenCount: 11,
        candidatesTokensDetails: pictures(10),
      }),
      '0.000011',
    ],
    [
      'speech: as text',
      'gemini',
      { input: '1', imageInput: '8' },
      '{"promptTokenCount":11,"promptTokensDetails":[{"modality":"AUDIO","tokenCount":11}],"candidatesTokenCount":0}',
      '0.000011',
    ],
    [
      'pictures that Chat Completions reads and makes',
      'openai-chat',
      { input: '1', output: '2', imageInput: '10', imageOutput: '20' },
      '{"prompt_tokens":5,"prompt_tokens_details":{"image_tokens":4},"completion_tokens":5,"completion_tokens_details":{"image_tokens":4}}',
      '0.000123',
    ],
    [
      'the smallest price',
      'anthropic',
      { input: '0.000000001' },
      claude({ input_tokens: 1 }),
      '0.000000000000001',
    ],
  ])('%s (%s)', (_, format, sheet, usage, usd) => expectCost(format, sheet, usage, usd));
});

describe('complaint 17: what the cache held is charged once, as read from the cache', () => {
  const sheet: PriceSheet = { input: '10', cacheRead: '1', cacheWrite5m: '12.5' };

  it.each<readonly [WireFormat, string]>([
    ['anthropic', claude({ input_tokens: 11, cache_read_input_tokens: 400 })],
    [
      'openai-chat',
      '{"prompt_tokens":411,"prompt_tokens_details":{"cached_tokens":400},"completion_tokens":0}',
    ],
    [
      'openai-responses',
      '{"input_tokens":411,"input_tokens_details":{"cached_tokens":400},"output_tokens":0}',
    ],
    ['gemini', '{"promptTokenCount":411,"cachedContentTokenCount":400,"candidatesTokenCount":0}'],
  ])('%s', (format, usage) => expectCost(format, sheet, usage, '0.00051'));

  it('complaint 24: pictures that Gemini’s cache held are no pictures of the prompt', () =>
    expectCost(
      'gemini',
      { input: '10', imageInput: '100', cacheRead: '1' },
      JSON.stringify({
        promptTokenCount: 411,
        promptTokensDetails: pictures(410),
        cachedContentTokenCount: 400,
        cacheTokensDetails: pictures(399),
        candidatesTokenCount: 0,
      }),
      '0.0015',
    ));
});

describe('complaint 19: what was written to the cache is charged once', () => {
  it.each<readonly [string, Readonly<Record<string, unknown>>, string]>([
    ['5 minutes and an hour', written(100, 10), '0.00046'],
    ['a total alone: 5 minutes', { cache_creation_input_tokens: 110 }, '0.00044'],
    ['parts without a total', { cache_creation: written(100, 10).cache_creation }, '0.00046'],
    ['a total of 0 beside its parts', { ...written(100, 10), cache_creation_input_tokens: 0 }, '0.00046'],
    [
      'a total that is more than its parts',
      { ...written(100, 10), cache_creation_input_tokens: 120 },
      '0.0005',
    ],
  ])('%s', (_, counts, usd) =>
    expectCost('anthropic', { input: '3', cacheWrite5m: '4', cacheWrite1h: '6' }, claude(counts), usd),
  );
});
