import type { WireFormat } from '@cch/contracts/wire-formats';
import { describe, expect, it } from 'vitest';
import { MAX_TOKENS, UNKNOWN_USAGE, type Usage } from '../canonical/usage';
import { usagesRead } from '../sample-replies';

/** What a provider says in one reply, an object for each time it does, and the usage that is read. */
type Row = readonly [name: string, reports: readonly unknown[], usage: Partial<Usage> | undefined];

// Both APIs of OpenAI count alike and name things differently.
describe.each<[WireFormat, input: string, output: string]>([
  ['openai-chat', 'prompt_tokens', 'completion_tokens'],
  ['openai-responses', 'input_tokens', 'output_tokens'],
])('usage of %s', (format, input, output) => {
  const said = (
    inputCount: unknown,
    outputCount: unknown,
    inputDetails?: object,
    outputDetails?: object,
  ) => ({
    [input]: inputCount,
    [output]: outputCount,
    [`${input}_details`]: inputDetails,
    [`${output}_details`]: outputDetails,
  });
  const plain = said(8, 5);
  const plainUsage = { inputTokens: 8, outputTokens: 5 };

  it.each<Row>([
    [
      'takes cached tokens out of the input',
      [said(100, 5, { cached_tokens: 60 })],
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 5 },
    ],
    [
      'takes written tokens out of it too',
      [said(100, 5, { cached_tokens: 60, cache_write_tokens: 30 })],
      { inputTokens: 10, cacheReadTokens: 60, cacheCreationTokens: 30, outputTokens: 5 },
    ],
    [
      'leaves none of it when more was cached',
      [said(10, 5, { cached_tokens: 60 })],
      { inputTokens: 0, cacheReadTokens: 60, outputTokens: 5 },
    ],
    [
      'leaves none of it when more was cached and written',
      [said(80, 5, { cached_tokens: 60, cache_write_tokens: 60 })],
      { inputTokens: 0, cacheReadTokens: 60, cacheCreationTokens: 60, outputTokens: 5 },
    ],
    [
      'takes a negative count of cached tokens for none said',
      [said(10, 5, { cached_tokens: -60 })],
      { inputTokens: 10, outputTokens: 5 },
    ],
    [
      'counts reasoning once',
      [said(1, 64, undefined, { reasoning_tokens: 60 })],
      { inputTokens: 1, outputTokens: 64, reasoningTokens: 60 },
    ],
    [
      'has room for the reasoning',
      [said(1, 4, undefined, { reasoning_tokens: 60 })],
      { inputTokens: 1, outputTokens: 60, reasoningTokens: 60 },
    ],
    [
      'finds the pictures in input and output',
      [said(100, 90, { image_tokens: 70 }, { image_tokens: 80 })],
      { inputTokens: 100, outputTokens: 90, imageInputTokens: 70, imageOutputTokens: 80 },
    ],
    [
      'has no more pictures than there is',
      [said(100, 5, { image_tokens: 70, cached_tokens: 60 }, { image_tokens: 80 })],
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 5, imageInputTokens: 40, imageOutputTokens: 5 },
    ],
    [
      'takes details that are null',
      [{ ...plain, [`${input}_details`]: null, [`${output}_details`]: null }],
      plainUsage,
    ],
    ['takes the last of several reports', [said(8, 1), plain], plainUsage],
    [
      'does not mix the input of two reports',
      [said(100, 1, { cached_tokens: 60 }), said(100, 5)],
      { inputTokens: 100, outputTokens: 5 },
    ],
    [
      'keeps what a report of zeros takes back',
      [said(100, 5, { cached_tokens: 60 }), said(0, 0, { cached_tokens: 0 })],
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 5 },
    ],
    [
      'keeps the side that the last report leaves out',
      [said(100, 1, { cached_tokens: 60 }), { [output]: 5 }],
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 5 },
    ],
    ['finds the last of many after null', [null, null, null, plain], plainUsage],
    ['keeps the first of many before null', [plain, null, null], plainUsage],
    ['keeps it over garbage', [plain, said(-1, 'many')], plainUsage],
    ['ignores garbage', [said(-8, 2.5, { cached_tokens: '60' })], undefined],
    [
      'cuts what no column holds',
      [said(1e300, 1e12, { cached_tokens: 5 })],
      { inputTokens: MAX_TOKENS - 5, cacheReadTokens: 5, outputTokens: MAX_TOKENS },
    ],
    ['knows nothing where nothing is said', [undefined], undefined],
    ['knows nothing where null is said', [null], undefined],
  ])('%s', (_name, reports, said) => {
    expect(usagesRead(format, reports)).toEqual([said && { ...UNKNOWN_USAGE, ...said }]);
  });
});
