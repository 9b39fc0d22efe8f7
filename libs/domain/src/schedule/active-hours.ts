const MINUTES_PER_DAY = 1440;
const CLOCK_TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

/** A daily window, in minutes of the day: `start` belongs to it, `end` does not. It may run over midnight. */
export interface ActiveHours {
  readonly start: number;
  readonly end: number;
}

/** The minute of the day that `HH:mm` names, or undefined when it is no time of the day. */
export function parseClockTime(text: string): number | undefined {
  const [, hours, minutes] = CLOCK_TIME.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes);
}

/** A window that ends where it begins is open all day. */
export function isWithin(hours: ActiveHours, minuteOfDay: number): boolean {
  const length = (hours.end - hours.start + MINUTES_PER_DAY) % MINUTES_PER_DAY || MINUTES_PER_DAY;
  return (minuteOfDay - hours.start + MINUTES_PER_DAY) % MINUTES_PER_DAY < length;
}

/**
 * A function that tells the minute of the day, 0 to 1439, in the time zone at a moment in milliseconds since 1970. It
 * follows daylight saving time. Undefined means the machine's own zone.
 */
export function dayClock(timeZone: string | undefined): (now: number) => number {
  // Hours from 0 to 23: with the other setting some engines call the first minute of the day 24:00.
  const format = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  let known = { epochMinute: Number.NaN, minuteOfDay: 0 };
  return (now) => {
    const epochMinute = Math.floor(now / 60_000);
    if (epochMinute !== known.epochMinute) {
      known = { epochMinute, minuteOfDay: parseClockTime(format.format(now)) ?? 0 };
    }
    return known.minuteOfDay;
  };
}
