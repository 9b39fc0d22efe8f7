import { expect, it } from 'vitest';
import { timeUntil } from './time-until';

const NOW = Date.parse('2026-11-25T12:00:00Z');

it.each([
  ['2026-11-25T12:00:00Z', ''],
  ['2026-11-25T11:00:00Z', ''],
  ['2026-11-25T12:00:09.5Z', '10 s'],
  ['2026-11-25T12:01:00Z', '1 min'],
  ['2026-11-25T12:29:30Z', '30 min'],
  ['2026-11-25T13:05:00Z', '1 h 05 min'],
  ['nonsense', ''],
])('%s is in %j', (moment, text) => expect(timeUntil(moment, NOW)).toBe(text));
