import type { ResetMode } from '@cch/contracts/limit-kinds';

/** A window whose ends are read off a clock on the wall. */
export type CalendarRule =
  | {
      readonly window: 'daily';
      readonly mode: 'fixed';
      /** Minute of the day, 0 to 1439. */
      readonly resetMinute: number;
    }
  | { readonly window: 'weekly' }
  | { readonly window: 'monthly' }
  | { readonly window: 'total' };

/** Which spend counts towards a limit. Fixed five hours begin with the first spend, so only their counter knows where. */
export type WindowRule =
  | { readonly window: '5h'; readonly mode: ResetMode }
  | { readonly window: 'daily'; readonly mode: 'rolling'; readonly resetMinute: number }
  | CalendarRule;

/** Milliseconds since 1970; `start` belongs to the span, `end` does not and is missing where there is none. */
export interface WindowSpan {
  readonly start: number;
  readonly end: number | undefined;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Milliseconds of a window that has the same length at any time of the year. */
export function lengthOf(window: '5h' | 'daily'): number {
  return window === '5h' ? 5 * HOUR_MS : 24 * HOUR_MS;
}

/**
 * The span that a rolling window covers now. It moves by whole minutes, because spend is counted by the minute, and `end` is
 * when it next does: what counts is never older than the length.
 *
 * @param lengthMs whole minutes
 */
export function rollingWindow(lengthMs: number, now: number): WindowSpan {
  const end = (Math.floor(now / MINUTE_MS) + 1) * MINUTE_MS;
  return { start: end - lengthMs, end };
}
