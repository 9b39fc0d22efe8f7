/** The time from `now` to a moment, in its one or two largest units; empty when that is over. */
export function timeUntil(moment: string, now: number, language: string): string {
  const seconds = Math.ceil((Date.parse(moment) - now) / 1000);
  if (!(seconds > 0)) return '';
  const amount = (unit: 'hour' | 'minute' | 'second', value: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  if (seconds < 60) return amount('second', seconds);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return amount('minute', minutes);
  const rest = minutes % 60;
  const hours = amount('hour', Math.floor(minutes / 60));
  return rest === 0 ? hours : `${hours} ${amount('minute', rest)}`;
}
