import { describe, expect, it } from 'vitest';
import { MAX_TOKENS, UNKNOWN_USAGE, type Usage } from '../../canonical/usage';
import { usagesRead } from '../../sample-replies';

/** What a provider says in one reply, an object for each time it does, and the usage that is read. */
type Row = readonly [name: string, reports: readonly unknown[], usage: Partial<Usage> | undefined];

describe('usage of Gemini', () => {
  const images = (tokenCount: unknown) => [
    { modality: 'TEXT', tokenCount: 3 },
    { modality: 'IMAGE', tokenCount },
  ];
  const plain = { promptTokenCount: 8, candidatesTokenCount: 5 };
  const plainUsage = { inputTokens: 8, outputTokens: 5 };

  it.each<Row>([
    [
      'takes cached tokens out of the prompt',
      [{ promptTokenCount: 100, cachedContentTokenCount: 60, candidatesTokenCount: 5 }],
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 5 },
    ],
    [
      'leaves none of it when more was cached',
      [{ promptTokenCount: 10, cachedContentTokenCount: 60, candidatesTokenCount: 5 }],
      { inputTokens: 0, cacheReadTokens: 60, outputTokens: 5 },
    ],
    [
      'adds the thoughts',
      [{ ...plain, thoughtsTokenCount: 20 }],
      { inputTokens: 8, outputTokens: 25, reasoningTokens: 20 },
    ],
    [
      'adds the prompts of tools',
      [{ ...plain, toolUsePromptTokenCount: 7 }],
      { inputTokens: 15, outputTokens: 5 },
    ],
    [
      'does not add details to the total',
      [
        {
          ...plain,
          promptTokensDetails: [{ modality: 'TEXT', tokenCount: 8 }],
          candidatesTokensDetails: [{ modality: 'TEXT', tokenCount: 5 }],
        },
      ],
      plainUsage,
    ],
    [
      'finds the pictures in prompt and answer',
      [
        {
          promptTokenCount: 100,
          candidatesTokenCount: 90,
          promptTokensDetails: images(70),
          candidatesTokensDetails: images(80),
        },
      ],
      { inputTokens: 100, outputTokens: 90, imageInputTokens: 70, imageOutputTokens: 80 },
    ],
    [
      'finds the pictures that tools have brought',
      [
        {
          promptTokenCount: 50,
          toolUsePromptTokenCount: 30,
          candidatesTokenCount: 5,
          promptTokensDetails: images(40),
          toolUsePromptTokensDetails: images(20),
        },
      ],
      { inputTokens: 80, outputTokens: 5, imageInputTokens: 60 },
    ],
    [
      'counts cached pictures with the cache only',
      [
        {
          promptTokenCount: 100,
          cachedContentTokenCount: 60,
          candidatesTokenCount: 5,
          promptTokensDetails: images(70),
          cacheTokensDetails: images(50),
        },
      ],
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 5, imageInputTokens: 20 },
    ],
    [
      'has no more pictures than input, wherever they were cached',
      [
        {
          promptTokenCount: 100,
          cachedContentTokenCount: 60,
          candidatesTokenCount: 5,
          promptTokensDetails: images(70),
        },
      ],
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 5, imageInputTokens: 40 },
    ],
    [
      'has no less than none',
      [
        {
          promptTokenCount: 100,
          cachedContentTokenCount: 60,
          candidatesTokenCount: 5,
          promptTokensDetails: images(10),
          cacheTokensDetails: images(50),
        },
      ],
      { inputTokens: 40, cacheReadTokens: 60, outputTokens: 5, imageInputTokens: 0 },
    ],
    [
      'has no more pictures than output',
      [{ ...plain, candidatesTokensDetails: images(80) }],
      { ...plainUsage, imageOutputTokens: 5 },
    ],
    [
      'takes garbage in details for none said',
      [
        {
          ...plain,
          promptTokensDetails: images(-4),
          candidatesTokensDetails: { modality: 'IMAGE' },
          cacheTokensDetails: [null, 7],
        },
      ],
      plainUsage,
    ],
    [
      'takes the last of several reports',
      [
        { promptTokenCount: 8, candidatesTokenCount: 1 },
        { promptTokenCount: 8, candidatesTokenCount: 2 },
        plain,
      ],
      plainUsage,
    ],
    ['keeps the answer when a report has the prompt only', [plain, { promptTokenCount: 8 }], plainUsage],
    [
      'keeps what a report of zeros takes back',
      [plain, { promptTokenCount: 0, candidatesTokenCount: 0 }],
      plainUsage,
    ],
    [
      'keeps what was said before null',
      [{ promptTokenCount: 8, candidatesTokenCount: 1 }, plain, null],
      plainUsage,
    ],
    [
      'keeps what was said before an empty report',
      [{ promptTokenCount: 8, candidatesTokenCount: 1 }, plain, {}],
      plainUsage,
    ],
    ['finds the last of many after null', [null, null, null, plain], plainUsage],
    [
      'ignores garbage',
      [{ promptTokenCount: -8, candidatesTokenCount: '5', thoughtsTokenCount: 0.5 }],
      undefined,
    ],
    [
      'cuts what no column holds',
      [
        {
          promptTokenCount: 1e300,
          cachedContentTokenCount: 5,
          candidatesTokenCount: 1e12,
          thoughtsTokenCount: 1,
        },
      ],
      { inputTokens: MAX_TOKENS - 5, cacheReadTokens: 5, outputTokens: MAX_TOKENS, reasoningTokens: 1 },
    ],
    ['knows nothing where nothing is said', [undefined], undefined],
    ['knows nothing where null is said', [null], undefined],
  ])('%s', (_name, reports, said) => {
    expect(usagesRead('gemini', reports)).toEqual([said && { ...UNKNOWN_USAGE, ...said }]);
  });
});
