const HOUR_MS = 3_600_000;

/** From the first time to just before the second, in milliseconds since the epoch; empty when they are the same. */
export type TimeRange = readonly [from: number, to: number];

/** A range of time as the whole hours within it and what is left before and after. */
export interface HourSplit {
  readonly head: TimeRange;
  readonly hours: TimeRange;
  readonly tail: TimeRange;
}

/** @param from may be -Infinity: from the beginning. No later than `to`. */
export function splitAtHours(from: number, to: number): HourSplit {
  const firstHour = Math.ceil(from / HOUR_MS) * HOUR_MS;
  const lastHour = Math.floor(to / HOUR_MS) * HOUR_MS;
  if (firstHour > lastHour) return { head: [from, to], hours: [to, to], tail: [to, to] };
  return { head: [from, firstHour], hours: [firstHour, lastHour], tail: [lastHour, to] };
}
