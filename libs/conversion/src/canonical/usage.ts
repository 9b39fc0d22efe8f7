/**
 * Tokens of one reply as a provider counted them. A count is undefined when the provider did not say.
 * Input, cache creation and cache read are disjoint; output includes reasoning; the 5m and 1h counts, where they are known,
 * add up to cache creation.
 */
export interface Usage {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly cacheCreationTokens: number | undefined;
  readonly cacheCreation5mTokens: number | undefined;
  readonly cacheCreation1hTokens: number | undefined;
  readonly cacheReadTokens: number | undefined;
  readonly reasoningTokens: number | undefined;
  /** Of pictures; part of the input, so without those that the cache had. */
  readonly imageInputTokens: number | undefined;
  /** Of pictures; part of the output. */
  readonly imageOutputTokens: number | undefined;
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
  imageInputTokens: undefined,
  imageOutputTokens: undefined,
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
  /** Pictures that were not read from the cache, as far as the provider tells them apart. */
  readonly imageInput?: number | undefined;
  readonly imageOutput?: number | undefined;
}

export function usageFromInclusive(counts: InclusiveUsage): Usage | undefined {
  const { inputTotal, cacheRead, cacheCreation, output, reasoning } = counts;
  const inputTokens =
    inputTotal === undefined
      ? undefined // Some vendors count cached tokens outside the total; then nothing is left rather than a negative number.
      : Math.max(0, inputTotal - (cacheRead ?? 0) - (cacheCreation ?? 0));
  return usageOrNothing({
    ...UNKNOWN_USAGE,
    inputTokens,
    outputTokens: output,
    cacheCreationTokens: cacheCreation,
    cacheReadTokens: cacheRead,
    reasoningTokens: reasoning,
    imageInputTokens: partOf(inputTokens, counts.imageInput),
    imageOutputTokens: partOf(output, counts.imageOutput),
  });
}

function partOf(whole: number | undefined, part: number | undefined): number | undefined {
  return whole === undefined || part === undefined ? undefined : Math.min(whole, part);
}

/**
 * What was written to the cache, in parts when it is known how much is kept for an hour: the rest is kept for five minutes,
 * which is the vendors' default.
 */
export function cacheWrites(
  total: number | undefined,
  oneHour: number | undefined,
): Pick<Usage, 'cacheCreationTokens' | 'cacheCreation5mTokens' | 'cacheCreation1hTokens'> {
  const kept = partOf(total, oneHour);
  return {
    cacheCreationTokens: total,
    cacheCreation5mTokens: total === undefined || kept === undefined ? undefined : total - kept,
    cacheCreation1hTokens: kept,
  };
}

/** The usage with its output covering the reasoning, or undefined when it says nothing at all. */
export function usageOrNothing(usage: Usage): Usage | undefined {
  const { outputTokens, reasoningTokens } = usage;
  if (Object.values(usage).every((count) => count === undefined)) return undefined;
  if (reasoningTokens === undefined || (outputTokens ?? 0) >= reasoningTokens) return usage;
  return { ...usage, outputTokens: reasoningTokens };
}
