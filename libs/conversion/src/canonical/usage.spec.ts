import { describe, expect, it } from 'vitest';
import { anthropicUsage } from '../formats/anthropic/usage';
import { geminiUsage } from '../formats/gemini/usage';
import { openaiChatUsage } from '../formats/openai-chat/usage';
import { openaiResponsesUsage } from '../formats/openai-responses/usage';
import { MAX_TOKENS, tokenCount, UNKNOWN_USAGE, type Usage } from './usage';

const usage = (said: Partial<Usage>): Usage => ({ ...UNKNOWN_USAGE, ...said });

describe('tokenCount', () => {
  it.each([
    [0, 0],
    [17, 17],
    [MAX_TOKENS + 1, MAX_TOKENS],
    [1e300, MAX_TOKENS],
    [-1, undefined],
    [1.5, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ['17', undefined],
    [null, undefined],
    [undefined, undefined],
    [{}, undefined],
    [true, undefined],
  ])('reads %s as %s', (value, count) => {
    expect(tokenCount(value)).toBe(count);
  });
});

describe('anthropicUsage', () => {
  it.each<[string, unknown, Usage | undefined]>([
    ['plain counts', { input_tokens: 9, output_tokens: 1 }, usage({ inputTokens: 9, outputTokens: 1 })],
    [
      'disjoint cache counts, which stay as they are',
      { input_tokens: 1, cache_creation_input_tokens: 20, cache_read_input_tokens: 300, output_tokens: 4 },
      usage({ inputTokens: 1, cacheCreationTokens: 20, cacheReadTokens: 300, outputTokens: 4 }),
    ],
    [
      'the split by time to live',
      {
        cache_creation_input_tokens: 30,
        cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
      },
      usage({ cacheCreationTokens: 30, cacheCreation5mTokens: 10, cacheCreation1hTokens: 20 }),
    ],
    [
      'the split without its total',
      { cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 } },
      usage({ cacheCreationTokens: 30, cacheCreation5mTokens: 10, cacheCreation1hTokens: 20 }),
    ],
    [
      'thinking inside the output',
      { output_tokens: 60, output_tokens_details: { thinking_tokens: 21 } },
      usage({ outputTokens: 60, reasoningTokens: 21 }),
    ],
    [
      'garbage as not said',
      { input_tokens: '9', output_tokens: -1, cache_read_input_tokens: 1.5, cache_creation: 7 },
      undefined,
    ],
    ['null as not said', { input_tokens: null, output_tokens: 3 }, usage({ outputTokens: 3 })],
    ['an empty object', {}, undefined],
    ['no object', [1], undefined],
  ])('reads %s', (_name, value, expected) => {
    expect(anthropicUsage(value)).toEqual(expected);
  });
});

describe('openaiChatUsage', () => {
  it.each<[string, unknown, Usage | undefined]>([
    ['plain counts', { prompt_tokens: 8, completion_tokens: 5 }, usage({ inputTokens: 8, outputTokens: 5 })],
    [
      'cached and written tokens, taken out of the prompt',
      {
        prompt_tokens: 100,
        completion_tokens: 5,
        prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 30 },
      },
      usage({ inputTokens: 10, cacheReadTokens: 60, cacheCreationTokens: 30, outputTokens: 5 }),
    ],
    [
      'cached tokens outside the prompt',
      { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 60 } },
      usage({ inputTokens: 0, cacheReadTokens: 60, outputTokens: 5 }),
    ],
    [
      'reasoning inside the completion',
      { prompt_tokens: 1, completion_tokens: 64, completion_tokens_details: { reasoning_tokens: 60 } },
      usage({ inputTokens: 1, outputTokens: 64, reasoningTokens: 60 }),
    ],
    [
      'reasoning beyond the completion',
      { prompt_tokens: 1, completion_tokens: 4, completion_tokens_details: { reasoning_tokens: 60 } },
      usage({ inputTokens: 1, outputTokens: 60, reasoningTokens: 60 }),
    ],
    [
      "Moonshot's cached tokens",
      { prompt_tokens: 10, cached_tokens: 4 },
      usage({ inputTokens: 6, cacheReadTokens: 4 }),
    ],
    [
      "DeepSeek's cache hits",
      { prompt_tokens: 10, prompt_cache_hit_tokens: 4 },
      usage({ inputTokens: 6, cacheReadTokens: 4 }),
    ],
    ['an embedding', { prompt_tokens: 8, total_tokens: 8 }, usage({ inputTokens: 8 })],
    ['details that are null', { prompt_tokens: 8, prompt_tokens_details: null }, usage({ inputTokens: 8 })],
    ['null', null, undefined],
  ])('reads %s', (_name, value, expected) => {
    expect(openaiChatUsage(value)).toEqual(expected);
  });
});

describe('openaiResponsesUsage', () => {
  it.each<[string, unknown, Usage | undefined]>([
    [
      'all counts',
      {
        input_tokens: 90,
        input_tokens_details: { cached_tokens: 64, cache_write_tokens: 10 },
        output_tokens: 40,
        output_tokens_details: { reasoning_tokens: 24 },
      },
      usage({
        inputTokens: 16,
        cacheReadTokens: 64,
        cacheCreationTokens: 10,
        outputTokens: 40,
        reasoningTokens: 24,
      }),
    ],
    ['plain counts', { input_tokens: 3, output_tokens: 2 }, usage({ inputTokens: 3, outputTokens: 2 })],
    ['null', null, undefined],
  ])('reads %s', (_name, value, expected) => {
    expect(openaiResponsesUsage(value)).toEqual(expected);
  });
});

describe('geminiUsage', () => {
  it.each<[string, unknown, Usage | undefined]>([
    [
      'thoughts added to the output',
      {
        promptTokenCount: 400,
        candidatesTokenCount: 20,
        thoughtsTokenCount: 50,
        cachedContentTokenCount: 100,
      },
      usage({ inputTokens: 300, cacheReadTokens: 100, outputTokens: 70, reasoningTokens: 50 }),
    ],
    [
      'tool prompts added to the input',
      { promptTokenCount: 10, toolUsePromptTokenCount: 7, candidatesTokenCount: 1 },
      usage({ inputTokens: 17, outputTokens: 1 }),
    ],
    [
      'no candidates',
      { promptTokenCount: 9, totalTokenCount: 9 },
      usage({ inputTokens: 9, outputTokens: 0 }),
    ],
    ['thoughts only', { thoughtsTokenCount: 4 }, usage({ outputTokens: 4, reasoningTokens: 4 })],
    [
      'sums that would not fit',
      {
        promptTokenCount: MAX_TOKENS,
        toolUsePromptTokenCount: 5,
        candidatesTokenCount: 1e12,
        thoughtsTokenCount: 1,
      },
      usage({ inputTokens: MAX_TOKENS, outputTokens: MAX_TOKENS, reasoningTokens: 1 }),
    ],
    ['garbage', { promptTokenCount: 'many' }, undefined],
  ])('reads %s', (_name, value, expected) => {
    expect(geminiUsage(value)).toEqual(expected);
  });
});
