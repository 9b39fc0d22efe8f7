// Nobody is believed for longer: a quota may be raised at any time, and one question a minute harms nobody.
const LONGEST_REST_MS = 60_000;
const MOST_ENTRIES = 10_000;

/**
 * Which providers have asked to be left alone for a while, and for which model: vendors limit models one by one. Known to
 * this process only; another one learns it from its own first refusal. Moments are monotonic milliseconds.
 */
export class RestBook {
  private readonly until = new Map<string, number>();

  /** The provider wants no request for this model for that many milliseconds. */
  rest(providerId: number, model: string, ms: number, now: number): void {
    if (this.until.size >= MOST_ENTRIES) this.forgetOver(now);
    if (ms <= 0 || this.until.size >= MOST_ENTRIES) return;
    this.until.set(key(providerId, model), now + Math.min(ms, LONGEST_REST_MS));
  }

  /** When the rest is over; undefined when the provider does not rest. */
  restsUntil(providerId: number, model: string, now: number): number | undefined {
    if (this.until.size === 0) return undefined;
    const until = this.until.get(key(providerId, model));
    if (until === undefined || until > now) return until;
    this.until.delete(key(providerId, model));
    return undefined;
  }

  private forgetOver(now: number): void {
    for (const [entry, until] of this.until) if (until <= now) this.until.delete(entry);
  }
}

function key(providerId: number, model: string): string {
  return `${providerId} ${model}`;
}
