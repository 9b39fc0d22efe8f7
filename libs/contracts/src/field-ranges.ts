/** Numeric ranges of fields, read by the DTOs, the console's forms and the policies alike. */
export const FIELD_RANGES = {
  weight: { min: 0, max: 100, default: 1 },
  priority: { min: 0, max: 1_000_000, default: 0 },
  maxProviderSwitches: { min: 0, max: 20, default: 3 },
  /** Decimal string in the API; at most four decimals are stored. */
  costMultiplier: { min: 0, max: 1000, default: 1 },
  maxRetryAttempts: { min: 1, max: 10, default: 2 },
  circuitBreakerFailureThreshold: { min: 0, max: 1000, default: 5 },
  /** Milliseconds. */
  circuitBreakerOpenDuration: { min: 1000, max: 86_400_000, default: 1_800_000 },
  circuitBreakerHalfOpenSuccessThreshold: { min: 1, max: 100, default: 2 },
  /** Milliseconds; 0 means no limit. */
  timeoutFirstByte: { min: 0, max: 3_600_000, default: 30_000 },
  timeoutIdle: { min: 0, max: 3_600_000, default: 60_000 },
  timeoutRequest: { min: 0, max: 3_600_000, default: 120_000 },
  /** Limits: 0 means none. */
  rpmLimit: { min: 0, max: 1_000_000 },
  limitConcurrentSessions: { min: 0, max: 1_000_000 },
  /** Decimal strings in USD; at most six decimals. */
  limit5hUsd: { min: 0, max: 10_000_000 },
  limitDailyUsd: { min: 0, max: 10_000_000 },
  limitWeeklyUsd: { min: 0, max: 10_000_000 },
  limitMonthlyUsd: { min: 0, max: 10_000_000 },
  limitTotalUsd: { min: 0, max: 10_000_000 },
  estimatedOutputTokens: { min: 0, max: 1_000_000, default: 8192 },
  /** Decimal strings in USD, of a model price: for one token, and for one request. */
  costPerToken: { min: 0, max: 1 },
  costPerRequest: { min: 0, max: 1000 },
  /** Tokens of the whole input. */
  longContextAbove: { min: 1, max: 1_000_000_000 },
  pageLimit: { min: 1, max: 200, default: 50 },
} as const;

/** Longest texts, in UTF-16 code units. */
export const TEXT_LENGTHS = {
  name: 128,
  note: 2000,
  url: 2048,
  groupName: 64,
  tag: 64,
  pattern: 512,
  modelName: 256,
  headerName: 128,
  headerValue: 8192,
  client: 256,
  proxyUrl: 512,
  parameterOverrides: 16_384,
  providerKey: 1_048_576,
} as const;

/** Most entries that a list field takes. */
export const LIST_LENGTHS = {
  groups: 50,
  tags: 50,
  models: 500,
  redirects: 500,
  longContextTiers: 8,
  overwrittenPrices: 10_000,
  clients: 100,
  headers: 50,
} as const;
