import { describe, expect, it } from 'vitest';
import { lengthOf, rollingWindow } from './spend-window';

const FIVE_HOURS = lengthOf('5h');
const A_DAY = lengthOf('daily');

describe('rollingWindow', () => {
  it.each<[string, number, string, string, string]>([
    [
      'at a full minute',
      FIVE_HOURS,
      '2026-11-25T12:00:00.000Z',
      '2026-11-25T07:01:00Z',
      '2026-11-25T12:01:00Z',
    ],
    ['later in it', FIVE_HOURS, '2026-11-25T12:00:59.999Z', '2026-11-25T07:01:00Z', '2026-11-25T12:01:00Z'],
    [
      'in the next one',
      FIVE_HOURS,
      '2026-11-25T12:01:00.000Z',
      '2026-11-25T07:02:00Z',
      '2026-11-25T12:02:00Z',
    ],
    ['over midnight', FIVE_HOURS, '2026-11-25T01:30:30.000Z', '2026-11-24T20:31:00Z', '2026-11-25T01:31:00Z'],
    ['over a day', A_DAY, '2026-03-01T00:00:00.000Z', '2026-02-28T00:01:00Z', '2026-03-01T00:01:00Z'],
    // 24 hours are 24 hours, also when clocks are set forward: no zone has a say in it.
    ['over a short day', A_DAY, '2026-03-29T12:00:00.000Z', '2026-03-28T12:01:00Z', '2026-03-29T12:01:00Z'],
    ['of one minute', 60_000, '2026-11-25T12:00:30.000Z', '2026-11-25T12:00:00Z', '2026-11-25T12:01:00Z'],
  ])('%s', (_name, lengthMs, now, start, end) => {
    expect(rollingWindow(lengthMs, Date.parse(now))).toEqual({
      start: Date.parse(start),
      end: Date.parse(end),
    });
  });

  it('holds the moment, reaches back over no more than its length and stays until it ends', () => {
    const from = Date.parse('2026-11-25T11:58:00Z');
    for (let now = from; now < from + 300_000; now += 997) {
      const span = rollingWindow(FIVE_HOURS, now);
      expect(span.start).toBeGreaterThan(now - FIVE_HOURS);
      expect(span.end).toBeGreaterThan(now);
      expect(rollingWindow(FIVE_HOURS, (span.end ?? 0) - 1)).toEqual(span);
      expect(rollingWindow(FIVE_HOURS, span.end ?? 0).start).toBe(span.start + 60_000);
    }
  });
});
