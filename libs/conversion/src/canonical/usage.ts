/**
 * Tokens of one reply as a provider counted them. A count is undefined when the provider did not say.
 * Input, cache creation and cache read are disjoint; output includes reasoning; the 5m and 1h counts are parts of
 * cache creation.
 */
export interface Usage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cacheCreationTokens: number | undefined;
  readonly cacheCreation5mTokens: number | undefined;
  readonly cacheCreation1hTokens: number | undefined;
  readonly cacheReadTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
}

/** Token columns are 32-bit integers. */
export const MAX_TOKENS = 2_147_483_647;

export const UNKNOWN_USAGE: Usage = {
  inputTokens: undefined,
  outputTokens: undefined,
  cacheCreationTokens: undefined,
  cacheCreation5mTokens: undefined,
  cacheCreation1hTokens: undefined,
  cacheReadTokens: undefined,
  reasoningTokens: undefined,
};

/** A count as a provider sent it; whatever is not a whole number from 0 up counts as not said. */
export function tokenCount(value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return undefined;
  return Math.min(value, MAX_TOKENS);
}

/** The sum of the counts that are known, undefined when none is. */
export function sumOfKnown(...counts: readonly (number | undefined)[]): number | undefined {
  const known = counts.filter((count) => count !== undefined);
  if (known.length === 0) return undefined;
  return Math.min(
    known.reduce((sum, count) => sum + count, 0),
    MAX_TOKENS,
  );
}

/** Usage whose input total includes the cached tokens, as every format but Anthropic's counts it. */
export interface InclusiveUsage {
  readonly inputTotal: number | undefined;
  readonly cacheRead?: number | undefined;
  readonly cacheCreation?: number | undefined;
  readonly output: number | undefined;
  readonly reasoning?: number | undefined;
}

export function usageFromInclusive(counts: InclusiveUsage): Usage | undefined {
  const { inputTotal, cacheRead, cacheCreation, output, reasoning } = counts;
  return usageOrNothing({
    ...UNKNOWN_USAGE,
    // Some vendors count cached tokens outside the total; then nothing is left rather than a negative number.
    inputTokens:
      inputTotal === undefined
        ? undefined
        : Math.max(0, inputTotal - (cacheRead ?? 0) - (cacheCreation ?? 0)),
    outputTokens: output,
    cacheCreationTokens: cacheCreation,
    cacheReadTokens: cacheRead,
    reasoningTokens: reasoning,
  });
}

/** The usage with its output covering the reasoning, or undefined when it says nothing at all. */
export function usageOrNothing(usage: Usage): Usage | undefined {
  const { outputTokens, reasoningTokens } = usage;
  if (Object.values(usage).every((count) => count === undefined)) return undefined;
  if (reasoningTokens === undefined || (outputTokens ?? 0) >= reasoningTokens) return usage;
  return { ...usage, outputTokens: reasoningTokens };
}
