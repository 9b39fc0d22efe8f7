import { describe, expect, it } from 'vitest';
import { formatCount } from './count.pipe';
import { formatDuration } from './duration.pipe';

describe('formatDuration', () => {
  it.each([
    [null, '–'],
    [0, '0 ms'],
    [0.42, '0.4 ms'],
    [84.6, '85 ms'],
    [1240, '1.24 s'],
    [125_900, '2 min 05 s'],
  ])('%s ms', (ms, expected) => expect(formatDuration(ms)).toBe(expected));
});

describe('formatCount', () => {
  it.each([
    [undefined, '–'],
    [0, '0'],
    [1234567, '1,234,567'],
  ])('%s', (value, expected) => expect(formatCount(value)).toBe(expected));
});
