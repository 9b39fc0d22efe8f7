const STEPS = [
  { unit: 'second', ms: 1000, below: 60 },
  { unit: 'minute', ms: 60_000, below: 60 },
  { unit: 'hour', ms: 3_600_000, below: 24 },
  { unit: 'day', ms: 86_400_000, below: 30 },
  { unit: 'month', ms: 30 * 86_400_000, below: 12 },
  { unit: 'year', ms: 365 * 86_400_000, below: Infinity },
] as const;

/** "2 minutes ago", "in 3 days": the largest unit that does not round to zero; under ten seconds is "now". */
export function relativeTime(then: number, now: number, language: string): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const distance = then - now;
  if (Math.abs(distance) < 10_000) return format.format(0, 'second');
  for (const { unit, ms, below } of STEPS) {
    const amount = Math.trunc(distance / ms);
    if (Math.abs(amount) < below) return format.format(amount, unit);
  }
  return '';
}
