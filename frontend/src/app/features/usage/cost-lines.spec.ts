import { expect, it } from 'vitest';
import { costLines } from './cost-lines';
import type { LogEntry } from './usage-api';

const PARTS = {
  input: '0',
  output: '0',
  cacheWrite5m: '0',
  cacheWrite1h: '0',
  cacheRead: '0',
  imageInput: '0',
  imageOutput: '0',
  perRequest: '0',
};

const BREAKDOWN: NonNullable<LogEntry['costBreakdown']> = {
  parts: PARTS,
  base: '0',
  providerMultiplier: '1',
  groupMultiplier: '1',
  total: '0',
  longContextAbove: null,
  isPriority: false,
  failedAttempts: [],
};

const ENTRY: LogEntry = {
  id: '',
  createdAt: '',
  userId: 1,
  userName: null,
  keyId: 1,
  keyName: null,
  providerId: 1,
  providerName: null,
  endpoint: '',
  clientFormat: 'anthropic',
  providerType: 'claude',
  requestedModel: null,
  model: null,
  sessionId: null,
  isStreaming: false,
  statusCode: 200,
  outcome: 'answered',
  errorCode: null,
  errorMessage: null,
  inputTokens: 1000,
  outputTokens: 0,
  cacheCreationTokens: null,
  cacheCreation5mTokens: null,
  cacheCreation1hTokens: null,
  cacheReadTokens: null,
  reasoningTokens: null,
  imageInputTokens: null,
  imageOutputTokens: null,
  costUsd: '0',
  costState: 'exact',
  priceId: 1,
  isUnpriced: false,
  costBreakdown: BREAKDOWN,
  durationMs: null,
  ttfbMs: null,
  hubMs: null,
  providerChain: [],
  conversionLosses: [],
  clientIp: null,
  userAgent: null,
};

it.each<[string, Partial<LogEntry>, readonly object[]]>([
  ['nothing without a breakdown', { costBreakdown: null }, []],
  [
    'nothing when only failed attempts have cost something',
    { costBreakdown: { ...BREAKDOWN, parts: null, base: null } },
    [],
  ],
  ['what was counted, though it was free', {}, [{ part: 'input', tokens: 1000, usd: '0' }]],
  [
    'images beside the rest of the input',
    {
      imageInputTokens: 300,
      costBreakdown: { ...BREAKDOWN, parts: { ...PARTS, input: '0.7', imageInput: '0.6' } },
    },
    [
      { part: 'input', tokens: 700, usd: '0.7' },
      { part: 'imageInput', tokens: 300, usd: '0.6' },
    ],
  ],
  [
    'a price per request, which has no tokens',
    { inputTokens: null, costBreakdown: { ...BREAKDOWN, parts: { ...PARTS, perRequest: '0.01' } } },
    [{ part: 'perRequest', tokens: undefined, usd: '0.01' }],
  ],
])('%s', (_name, part, expected) => expect(costLines({ ...ENTRY, ...part })).toEqual(expected));
