import { Temporal } from 'temporal-polyfill';
import { calendarWindow } from '../limits/calendar-window';

/** How finely a course of events is shown. */
export type BucketSize = 'hour' | 'day';

const MIDNIGHT = { window: 'daily', mode: 'fixed', resetMinute: 0 } as const;
/** No clock is set by less, so that every hour on the wall holds one of the moments that are this far apart. */
const STEP_MS = 1_800_000;

/**
 * The beginnings of all hours or days that `from` up to `to` touch, in order, in milliseconds since 1970. Each lasts until
 * the next one. Where clocks are set back, an hour that comes twice is two; where they are set forward, one is missing.
 *
 * @param to the first moment that no longer counts; later than `from`
 * @param timeZone IANA name; a RangeError for any other
 */
export function bucketStarts(
  size: BucketSize,
  from: number,
  to: number,
  timeZone: string,
): readonly number[] {
  const { startOf, after } = size === 'day' ? daysOf(timeZone) : hoursOf(timeZone);
  const starts: number[] = [];
  for (let start = startOf(from); start < to; start = after(start)) starts.push(start);
  return starts;
}

interface Buckets {
  readonly startOf: (time: number) => number;
  readonly after: (start: number) => number;
}

function daysOf(timeZone: string): Buckets {
  const dayOf = (time: number) => calendarWindow(MIDNIGHT, time, timeZone);
  return {
    startOf: (time) => dayOf(time).start,
    after: (start) => dayOf(start).end ?? Number.POSITIVE_INFINITY,
  };
}

function hoursOf(timeZone: string): Buckets {
  const startOf = (time: number) =>
    Temporal.Instant.fromEpochMilliseconds(time)
      .toZonedDateTimeISO(timeZone)
      .round({ smallestUnit: 'hour', roundingMode: 'floor' }).epochMilliseconds;
  const after = (start: number) => {
    let time = start + STEP_MS;
    while (startOf(time) <= start) time += STEP_MS;
    return startOf(time);
  };
  return { startOf, after };
}
