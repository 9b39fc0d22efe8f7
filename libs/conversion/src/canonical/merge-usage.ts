import { cacheWrites, sumOfKnown, UNKNOWN_USAGE, usageOrNothing, type Usage } from './usage';

// Reports of one reply are cumulative: the latest counts. Some proxies fill in a zero where they do not know a number that
// was said before; it takes nothing back.

/**
 * Usage whose reports are whole, as those of totals that include the cache are. The counts of a side hang together, since
 * input is what the cached tokens leave of a total: mixing two reports would count some of them twice.
 */
export function mergeWhole(earlier: Usage | undefined, later: Usage | undefined): Usage | undefined {
  if (earlier === undefined || later === undefined) return later ?? earlier;
  const input = inputOf(later) || inputOf(earlier) === undefined ? later : earlier;
  const output = later.outputTokens || earlier.outputTokens === undefined ? later : earlier;
  return {
    ...input,
    outputTokens: output.outputTokens,
    reasoningTokens: output.reasoningTokens,
    imageOutputTokens: output.imageOutputTokens,
  };
}

/** Usage of disjoint counts, of which a later report may name any; none that have such counts tell pictures apart. */
export function mergeDisjoint(earlier: Usage | undefined, later: Usage | undefined): Usage | undefined {
  if (earlier === undefined || later === undefined) return later ?? earlier;
  // A report that adds up to no less is believed in its zeros too: what was called input may prove to be from the cache.
  const isWhole = (inputOf(later) ?? 0) >= (inputOf(earlier) ?? 0);
  const latestInput = (key: 'inputTokens' | 'cacheReadTokens' | 'cacheCreationTokens') =>
    isWhole ? (later[key] ?? earlier[key]) : latest(earlier[key], later[key]);
  return usageOrNothing({
    ...UNKNOWN_USAGE,
    inputTokens: latestInput('inputTokens'),
    outputTokens: latest(earlier.outputTokens, later.outputTokens),
    ...cacheWrites(
      latestInput('cacheCreationTokens'),
      latest(earlier.cacheCreation1hTokens, later.cacheCreation1hTokens),
    ),
    cacheReadTokens: latestInput('cacheReadTokens'),
    reasoningTokens: latest(earlier.reasoningTokens, later.reasoningTokens),
  });
}

function inputOf({ inputTokens, cacheCreationTokens, cacheReadTokens }: Usage): number | undefined {
  return sumOfKnown(inputTokens, cacheCreationTokens, cacheReadTokens);
}

function latest(earlier: number | undefined, later: number | undefined): number | undefined {
  return later || (earlier ?? later);
}
