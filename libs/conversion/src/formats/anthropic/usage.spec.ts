import { describe, expect, it } from 'vitest';
import { MAX_TOKENS, UNKNOWN_USAGE, type Usage } from '../../canonical/usage';
import { usagesRead } from '../../sample-replies';

/** What a provider says in one reply, an object for each time it does, and the usage that is read. */
type Row = readonly [name: string, reports: readonly unknown[], usage: Partial<Usage> | undefined];

describe('usage of Anthropic', () => {
  const cached = {
    input_tokens: 9,
    cache_creation_input_tokens: 30,
    cache_read_input_tokens: 100,
    output_tokens: 1,
  };
  const cachedUsage = { inputTokens: 9, cacheCreationTokens: 30, cacheReadTokens: 100 };
  const split = { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 };
  const inParts = { cacheCreationTokens: 30, cacheCreation5mTokens: 10, cacheCreation1hTokens: 20 };

  it.each<Row>([
    ['takes nothing out of the input, which is disjoint', [cached], { ...cachedUsage, outputTokens: 1 }],
    [
      'counts reasoning once',
      [{ output_tokens: 60, output_tokens_details: { thinking_tokens: 21 } }],
      { outputTokens: 60, reasoningTokens: 21 },
    ],
    [
      'takes the last of the outputs, which are cumulative',
      [cached, { output_tokens: 5 }, { output_tokens: 55 }],
      { ...cachedUsage, outputTokens: 55 },
    ],
    [
      'does not add counts that are repeated',
      [cached, { ...cached, output_tokens: 55 }],
      { ...cachedUsage, outputTokens: 55 },
    ],
    [
      'takes counts that have grown',
      [cached, { ...cached, input_tokens: 900, output_tokens: 55 }],
      { ...cachedUsage, inputTokens: 900, outputTokens: 55 },
    ],
    [
      'takes an input that was an estimate at first',
      [{ input_tokens: 1000 }, { input_tokens: 700, output_tokens: 5 }],
      { inputTokens: 700, outputTokens: 5 },
    ],
    [
      'keeps what the end says nothing about',
      [cached, { input_tokens: null, output_tokens: 5 }],
      { ...cachedUsage, outputTokens: 5 },
    ],
    [
      'keeps what the end calls zero',
      [
        cached,
        { input_tokens: 0, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: 55 },
      ],
      { ...cachedUsage, outputTokens: 55 },
    ],
    [
      'keeps an input that the end calls zero beside the others',
      [cached, { ...cached, input_tokens: 0, output_tokens: 55 }],
      { ...cachedUsage, outputTokens: 55 },
    ],
    [
      'keeps an output that is called zero later',
      [cached, { output_tokens: 55 }, { output_tokens: 0 }],
      { ...cachedUsage, outputTokens: 55 },
    ],
    [
      'keeps counts over garbage',
      [cached, { input_tokens: -4, cache_read_input_tokens: '7', output_tokens: 5.5 }],
      { ...cachedUsage, outputTokens: 1 },
    ],
    [
      'takes the input from the end when the start knew none',
      [
        { input_tokens: 0, output_tokens: 0 },
        { ...cached, output_tokens: 5 },
      ],
      { ...cachedUsage, outputTokens: 5 },
    ],
    [
      'takes an input that proves to be from the cache',
      [{ input_tokens: 1000 }, { input_tokens: 10, cache_read_input_tokens: 990, output_tokens: 5 }],
      { inputTokens: 10, cacheReadTokens: 990, outputTokens: 5 },
    ],
    [
      'takes an input of which nothing is left',
      [{ input_tokens: 1000 }, { input_tokens: 0, cache_read_input_tokens: 1000, output_tokens: 5 }],
      { inputTokens: 0, cacheReadTokens: 1000, outputTokens: 5 },
    ],
    [
      'reads the parts of what was written',
      [{ cache_creation_input_tokens: 30, cache_creation: split }],
      inParts,
    ],
    ['adds the parts when there is no total', [{ cache_creation: split }], inParts],
    [
      'adds the parts when the total is less',
      [{ cache_creation_input_tokens: 10, cache_creation: split }],
      inParts,
    ],
    [
      'takes the rest of a larger total for written for five minutes',
      [{ cache_creation_input_tokens: 50, cache_creation: split }],
      { cacheCreationTokens: 50, cacheCreation5mTokens: 30, cacheCreation1hTokens: 20 },
    ],
    [
      'takes the rest of one part for written for five minutes',
      [{ cache_creation_input_tokens: 50, cache_creation: { ephemeral_1h_input_tokens: 20 } }],
      { cacheCreationTokens: 50, cacheCreation5mTokens: 30, cacheCreation1hTokens: 20 },
    ],
    [
      'believes a total over parts of zero',
      [
        {
          cache_creation_input_tokens: 30,
          cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
        },
      ],
      { cacheCreationTokens: 30, cacheCreation5mTokens: 30, cacheCreation1hTokens: 0 },
    ],
    [
      'knows no parts of a total alone',
      [{ cache_creation_input_tokens: 30, cache_creation: null }],
      { cacheCreationTokens: 30 },
    ],
    [
      'keeps the parts when the end has the total only',
      [
        { cache_creation_input_tokens: 30, cache_creation: split },
        { cache_creation_input_tokens: 30, output_tokens: 5 },
      ],
      { ...inParts, outputTokens: 5 },
    ],
    [
      'keeps the parts when the end calls them zero',
      [
        { cache_creation_input_tokens: 30, cache_creation: split },
        {
          cache_creation_input_tokens: 30,
          cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
          output_tokens: 5,
        },
      ],
      { ...inParts, outputTokens: 5 },
    ],
    [
      'takes the parts from the end',
      [{ input_tokens: 3 }, { cache_creation_input_tokens: 30, cache_creation: split, output_tokens: 5 }],
      { inputTokens: 3, ...inParts, outputTokens: 5 },
    ],
    [
      'ignores garbage',
      [
        {
          input_tokens: -1,
          output_tokens: '5',
          cache_read_input_tokens: 1.5,
          cache_creation_input_tokens: [3],
          cache_creation: 7,
        },
      ],
      undefined,
    ],
    [
      'cuts what no column holds',
      [
        {
          input_tokens: 1e300,
          cache_creation: { ephemeral_5m_input_tokens: 1e12, ephemeral_1h_input_tokens: 7 },
        },
      ],
      {
        inputTokens: MAX_TOKENS,
        cacheCreationTokens: MAX_TOKENS,
        cacheCreation5mTokens: MAX_TOKENS - 7,
        cacheCreation1hTokens: 7,
      },
    ],
    ['knows nothing where nothing is said', [undefined], undefined],
    ['knows nothing where null is said', [null], undefined],
  ])('%s', (_name, reports, said) => {
    expect(usagesRead('anthropic', reports)).toEqual([said && { ...UNKNOWN_USAGE, ...said }]);
  });
});
