import { parseClockTime } from '@cch/domain/schedule/active-hours';

interface HoursEffect {
  readonly kind: 'sameDay' | 'overnight' | 'allDay';
  readonly start: string;
  readonly end: string;
}

/** What a window of daily hours means; undefined while it is none. */
export function hoursEffect(start: string, end: string): HoursEffect | undefined {
  const [from, until] = [parseClockTime(start), parseClockTime(end)];
  if (from === undefined || until === undefined) return undefined;
  if (from === until) return { kind: 'allDay', start, end };
  return { kind: from < until ? 'sameDay' : 'overnight', start, end };
}
