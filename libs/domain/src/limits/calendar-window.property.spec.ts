import { describe, expect, it } from 'vitest';
import { seededRandom } from '../selection/seeded-random';
import { calendarWindow } from './calendar-window';
import type { CalendarRule } from './spend-window';

// With a fixed end: only the total has none.
interface Span {
  readonly start: number;
  readonly end: number;
}

const DAY_MS = 86_400_000;

const daily = (resetMinute: number): CalendarRule => ({ window: 'daily', mode: 'fixed', resetMinute });
const RULES = [
  daily(0),
  daily(90),
  daily(135),
  daily(1439),
  { window: 'weekly' },
  { window: 'monthly' },
] as const;

describe.each<[zone: string, year: number, days: number]>([
  ['Asia/Shanghai', 2026, 365],
  ['Asia/Shanghai', 1988, 366], // with daylight saving time
  ['UTC', 2028, 366],
  ['Europe/Berlin', 2026, 365],
  ['America/New_York', 2027, 365],
  ['America/Sao_Paulo', 2018, 365],
  ['Australia/Lord_Howe', 2026, 365],
  ['Asia/Kathmandu', 2026, 365],
  ['Pacific/Apia', 2011, 364],
  ['America/St_Johns', 2010, 365],
  ['Africa/Casablanca', 2026, 365],
])('in %s, %i', (zone, year, days) => {
  const clock = wallClock(zone);
  const random = seededRandom(year);

  it('every moment is in exactly one window', () => {
    for (const rule of RULES) {
      for (const span of windowsOf(rule, zone, year)) {
        const { start, end } = span;
        expect(end).toBeGreaterThan(start);
        for (const moment of [start, start + Math.floor(random() * (end - start)), end - 1]) {
          expect(calendarWindow(rule, moment, zone)).toEqual(span);
        }
        expect(calendarWindow(rule, start - 1, zone).end).toBe(start);
      }
    }
  });

  // What the clocks show is told by Intl here, which knows nothing of the code under test.
  it('a window begins when the clocks reach its time', () => {
    for (const rule of RULES) {
      const time = rule.window === 'daily' ? timeText(rule.resetMinute) : '00:00';
      for (const { start } of windowsOf(rule, zone, year)) {
        const before = clock(start - 1);
        const date = before.slice(11) < time ? before.slice(0, 10) : dayAfter(before.slice(0, 10));
        const due = `${date} ${time}`; // what they had not come to a millisecond ago
        expect(clock(start) >= due, `${clock(start)}, after ${before}, is not before ${due}`).toBe(true);
      }
    }
  });

  it('there are as many days, Mondays and months as in the calendar', () => {
    const dates = (rule: CalendarRule) =>
      windowsOf(rule, zone, year)
        .map(({ start }) => clock(start))
        .filter((text) => text.startsWith(String(year)));
    expect(dates(daily(0))).toHaveLength(days);
    expect(dates({ window: 'monthly' }).map((text) => text.slice(5, 10))).toEqual(
      Array.from({ length: 12 }, (_, month) => `${String(month + 1).padStart(2, '0')}-01`),
    );
    const weekdays = dates({ window: 'weekly' }).map((text) => new Date(`${text.slice(0, 10)}Z`).getUTCDay());
    expect(weekdays.length).toBeGreaterThanOrEqual(52);
    expect(new Set(weekdays)).toEqual(new Set([1]));
  });
});

/** The windows of a year one after another, with a few before and behind it. */
function windowsOf(rule: CalendarRule, zone: string, year: number): Span[] {
  const spans: Span[] = [];
  for (let moment = Date.UTC(year, 0, 1) - DAY_MS; moment < Date.UTC(year + 1, 0, 1) + DAY_MS;) {
    const { start, end } = calendarWindow(rule, moment, zone);
    if (end === undefined || end <= moment) throw new Error(`the window of ${moment} ends at ${end}`);
    spans.push({ start, end });
    moment = end;
  }
  return spans;
}

/** What a clock on the wall shows, in texts that compare like the times: `2026-11-25 08:30`. */
function wallClock(timeZone: string): (moment: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return (moment) => format.format(moment);
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
}

function timeText(minuteOfDay: number): string {
  return new Date(minuteOfDay * 60_000).toISOString().slice(11, 16);
}
