import { expect, it } from 'vitest';
import { splitAtHours, type TimeRange } from './hour-split';

const at = (time: string) => Date.parse(`2026-03-01T${time}Z`);
const range = (from: string, to: string): TimeRange => [at(from), at(to)];
const FOR_EVER = Number.NEGATIVE_INFINITY;

it.each([
  ['part of an hour', '10:15:00', '10:45:00', ['10:45:00', '10:45:00']],
  ['over the full hour, without a whole one', '10:15:00', '11:45:00', ['11:00:00', '11:00:00']],
  ['whole hours with parts on both sides', '10:15:00', '13:00:00.001', ['11:00:00', '13:00:00']],
  ['from full hour to full hour', '10:00:00', '12:00:00', ['10:00:00', '12:00:00']],
  ['up to a full hour', '10:15:00', '11:00:00', ['11:00:00', '11:00:00']],
  ['nothing, at a full hour', '10:00:00', '10:00:00', ['10:00:00', '10:00:00']],
  ['nothing, within an hour', '10:15:00', '10:15:00', ['10:15:00', '10:15:00']],
] as const)('splits %s', (_what, from, to, [first, last]) => {
  expect(splitAtHours(at(from), at(to))).toEqual({
    head: range(from, first),
    hours: range(first, last),
    tail: range(last, to),
  });
});

it('splits everything up to now', () => {
  expect(splitAtHours(FOR_EVER, at('10:15:00'))).toEqual({
    head: [FOR_EVER, FOR_EVER],
    hours: [FOR_EVER, at('10:00:00')],
    tail: range('10:00:00', '10:15:00'),
  });
});
