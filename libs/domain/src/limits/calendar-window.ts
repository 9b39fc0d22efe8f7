import { Temporal } from 'temporal-polyfill';
import type { CalendarRule, WindowSpan } from './spend-window';

type PeriodRule = Exclude<CalendarRule, { readonly window: 'total' }>;

const STEPS = { daily: { days: 1 }, weekly: { weeks: 1 }, monthly: { months: 1 } } as const;
const MIDNIGHT = new Temporal.PlainTime();

/**
 * The span of a calendar window that holds the moment. Every moment is in exactly one, and the next one starts where it ends:
 * a day, week or month begins at the first moment at which the clocks of the zone have reached its time, so neither an hour
 * that is skipped nor one that comes twice leaves a hole or begins it again.
 *
 * @param now milliseconds since 1970, a whole number
 * @param timeZone IANA name; a RangeError for any other
 */
export function calendarWindow(rule: CalendarRule, now: number, timeZone: string): WindowSpan {
  if (rule.window === 'total') return { start: 0, end: undefined };
  const time = rule.window === 'daily' ? timeAt(rule.resetMinute) : MIDNIGHT;
  const step = STEPS[rule.window];
  const startOf = (date: Temporal.PlainDate) => firstMoment(date.toPlainDateTime(time), timeZone);

  let date = firstDate(rule, now, timeZone);
  while (startOf(date) > now) date = date.subtract(step);
  let next = date.add(step);
  // Clocks set back over midnight show the old date again, though the new day has begun.
  while (startOf(next) <= now) {
    date = next;
    next = next.add(step);
  }
  return { start: startOf(date), end: startOf(next) };
}

/** The first date of the day, week or month that the calendars on the wall show. */
function firstDate({ window }: PeriodRule, now: number, timeZone: string): Temporal.PlainDate {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  switch (window) {
    case 'daily':
      return today;
    case 'weekly':
      return today.subtract({ days: today.dayOfWeek - 1 }); // Monday is 1
    case 'monthly':
      return today.with({ day: 1 });
  }
}

function timeAt(minuteOfDay: number): Temporal.PlainTime {
  return new Temporal.PlainTime(Math.floor(minuteOfDay / 60), minuteOfDay % 60);
}

/** The first moment at which the zone's clocks show the date and time, or have jumped over them. */
function firstMoment(local: Temporal.PlainDateTime, timeZone: string): number {
  // Of a time that comes twice this is the first; of one that is skipped, it is a moment before the jump.
  const moment = local.toZonedDateTime(timeZone, { disambiguation: 'earlier' });
  const isSkipped = !moment.toPlainDateTime().equals(local);
  const first = (isSkipped ? moment.getTimeZoneTransition('next') : undefined) ?? moment;
  return first.epochMilliseconds;
}
