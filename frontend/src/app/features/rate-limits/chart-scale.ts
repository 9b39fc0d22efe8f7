import type { LimitKind } from '@cch/contracts/limit-kinds';
import { LIMIT_KINDS } from '@cch/contracts/limit-kinds';
import type { BucketSize } from '@cch/domain/schedule/time-buckets';
import type { RefusalBucket } from './rate-limits-api';

/** Height of the drawing, in its own units. */
export const PLOT_HEIGHT = 100;
const BAR_WIDTH = 0.78;
const STEPS = [2, 4, 6, 10] as const;
const DAY_MS = 86_400_000;

/** The end of the scale: a round number that is even, so that its middle is a whole one too. */
export function niceMax(most: number): number {
  for (let unit = 1; ; unit *= 10) {
    const found = STEPS.find((step) => step * unit >= most);
    if (found !== undefined) return found * unit;
  }
}

/** The bars of one kind, each on top of those of the kinds before; a bucket is as wide as one unit. */
export function barPath(buckets: readonly RefusalBucket[], kind: LimitKind, max: number): string {
  const below = LIMIT_KINDS.slice(0, LIMIT_KINDS.indexOf(kind));
  return buckets
    .flatMap(({ kinds }, index) => {
      const count = kinds[kind];
      if (count === 0) return [];
      const base = below.reduce((sum, other) => sum + kinds[other], 0);
      const x = rounded(index + (1 - BAR_WIDTH) / 2);
      const bottom = rounded(PLOT_HEIGHT * (1 - base / max));
      const height = rounded((PLOT_HEIGHT * count) / max);
      return [`M${x} ${bottom}h${BAR_WIDTH}v${-height}h${-BAR_WIDTH}z`];
    })
    .join('');
}

export interface AxisLabel {
  readonly text: string;
  /** Middle of its bucket, per cent of the width. */
  readonly left: number;
}

/** Times below the bars, as many as fit, the same distance apart. */
export function axisLabels(
  buckets: readonly RefusalBucket[],
  most: number,
  language: string,
  timeZone: string,
): readonly AxisLabel[] {
  const first = Date.parse(buckets[0]?.start ?? '');
  const last = Date.parse(buckets.at(-1)?.start ?? '');
  const isShort = last - first <= DAY_MS;
  const format = new Intl.DateTimeFormat(language, {
    timeZone,
    ...(isShort
      ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
      : { month: 'short', day: 'numeric' }),
  });
  const step = Math.max(1, Math.ceil(buckets.length / most));
  return buckets
    .map(({ start }, index) => ({
      text: format.format(new Date(start)),
      left: ((index + 0.5) / buckets.length) * 100,
    }))
    .filter((_, index) => index % step === Math.floor(step / 2));
}

/** A bucket's time in full. */
export function bucketLabel(start: string, size: BucketSize, language: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(language, {
    timeZone,
    month: 'short',
    day: 'numeric',
    ...(size === 'hour' ? { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } : { year: 'numeric' }),
  });
  return format.format(new Date(start));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
