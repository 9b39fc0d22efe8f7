/** The time from `now` to a moment, in its one or two largest units; empty when that is over. */
export function timeUntil(moment: string, now: number, language: string): string {
  const seconds = Math.ceil((Date.parse(moment) - now) / 1000);
  if (!(seconds > 0)) return '';
  const amount = (unit: 'day' | 'hour' | 'minute' | 'second', value: number) =>
    new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
  const pair = (first: string, rest: string, restAmount: number) =>
    restAmount === 0 ? first : `${first} ${rest}`;
  if (seconds < 60) return amount('second', seconds);
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return amount('minute', minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return pair(amount('hour', hours), amount('minute', minutes % 60), minutes % 60);
  return pair(amount('day', Math.floor(hours / 24)), amount('hour', hours % 24), hours % 24);
}
