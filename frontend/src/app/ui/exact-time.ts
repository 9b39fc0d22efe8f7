/** Date and time to the second in the reader's form, in the hub's time zone, with its distance from UTC. */
export function exactTime(value: string | number, language: string, timeZone: string | undefined): string {
  const moment = new Date(value);
  const time = new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  // Asked for in the same format, Chinese puts the zone between date and time.
  const zone = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' });
  const offset = zone.formatToParts(moment).find((part) => part.type === 'timeZoneName')?.value ?? '';
  return `${time.format(moment)} ${offset}`;
}
