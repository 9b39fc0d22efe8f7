import { LIMIT_KINDS, type LimitKind } from '@cch/contracts/limit-kinds';
import { describe, expect, it } from 'vitest';
import { axisLabels, barPath, bucketLabel, niceMax } from './chart-scale';
import type { RefusalBucket } from './rate-limits-api';

const NONE = {
  rpm: 0,
  concurrent_sessions: 0,
  spend_5h: 0,
  spend_daily: 0,
  spend_weekly: 0,
  spend_monthly: 0,
  spend_total: 0,
};

function bucket(start: string, counts: Partial<Record<LimitKind, number>> = {}): RefusalBucket {
  const kinds = { ...NONE, ...counts };
  return { start, kinds, total: LIMIT_KINDS.reduce((sum, kind) => sum + kinds[kind], 0) };
}

it.each([
  [0, 2],
  [1, 2],
  [2, 2],
  [3, 4],
  [5, 6],
  [7, 10],
  [11, 20],
  [61, 100],
  [1000, 1000],
])('a scale for %i ends at %i', (most, max) => expect(niceMax(most)).toBe(max));

describe('barPath', () => {
  const buckets = [bucket('', { rpm: 1 }), bucket(''), bucket('', { rpm: 2, spend_daily: 1 })];

  it('draws nothing for what is zero', () => {
    expect(barPath(buckets, 'spend_total', 4)).toBe('');
    expect(barPath(buckets, 'rpm', 4).match(/M/g)).toHaveLength(2);
  });

  it('puts a kind on top of those before', () => {
    expect(barPath(buckets, 'rpm', 4)).toBe('M0.11 100h0.78v-25h-0.78zM2.11 100h0.78v-50h-0.78z');
    expect(barPath(buckets, 'spend_daily', 4)).toBe('M2.11 50h0.78v-25h-0.78z');
  });
});

describe('labels', () => {
  const hours = Array.from({ length: 24 }, (_, hour) =>
    bucket(new Date(Date.UTC(2026, 10, 25, hour)).toISOString()),
  );
  const days = Array.from({ length: 30 }, (_, day) =>
    bucket(new Date(Date.UTC(2026, 10, 1 + day)).toISOString()),
  );

  it('are times within a day, in the zone of the hub', () => {
    expect(axisLabels(hours, 4, 'en', 'Asia/Shanghai').map(({ text }) => text)).toEqual([
      '11:00',
      '17:00',
      '23:00',
      '05:00',
    ]);
  });

  it('are dates beyond, in the middle of their buckets', () => {
    const labels = axisLabels(days, 3, 'en', 'UTC');
    expect(labels.map(({ text }) => text)).toEqual(['Nov 6', 'Nov 16', 'Nov 26']);
    expect(labels[0]?.left).toBeCloseTo((5.5 / 30) * 100);
  });

  it('are none without buckets', () => expect(axisLabels([], 4, 'en', 'UTC')).toEqual([]));

  it.each([
    ['hour', 'Nov 25, 20:00'],
    ['day', 'Nov 25, 2026'],
  ] as const)('name one %s in full', (size, expected) => {
    expect(bucketLabel('2026-11-25T12:00:00Z', size, 'en', 'Asia/Shanghai')).toBe(expected);
  });
});
