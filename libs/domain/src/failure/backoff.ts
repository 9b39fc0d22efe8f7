/** How long to wait before the same provider is asked once more. */
interface Backoff {
  readonly firstMs: number;
  readonly mostMs: number;
}

/** After a hiccup: long enough for a balancer to notice a dead instance, too short for a person to notice. */
export const HICCUP: Backoff = { firstMs: 50, mostMs: 2000 };

/** After "too many requests" or "overloaded" without a word on how long. */
export const CROWDED: Backoff = { firstMs: 500, mostMs: 8000 };

/**
 * Exponential with jitter: between half and the whole of `firstMs`, doubled with every failed attempt.
 *
 * @param failures attempts that have failed so far, 1 or more
 * @param random uniform over [0, 1)
 * @returns milliseconds
 */
export function backoffMs({ firstMs, mostMs }: Backoff, failures: number, random: () => number): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** (failures - 1));
  return Math.round((ceiling * (1 + random())) / 2);
}
