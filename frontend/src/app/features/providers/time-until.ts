/** The time from `now` to a moment, in its one or two largest units; empty when that is over. */
export function timeUntil(moment: string, now: number): string {
  const seconds = Math.ceil((Date.parse(moment) - now) / 1000);
  if (!(seconds > 0)) return '';
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
