import { expect, it } from 'vitest';
import { bucketOf, isNarrowed, rangeOf, toParams, type RefusalFilters } from './refusal-filters';

const NOW = Date.parse('2026-11-25T12:00:00Z');

it.each<[string, RefusalFilters, string, string]>([
  ['nothing asked for', {}, '24h', 'hour'],
  ['a week', { range: '7d' }, '7d', 'hour'],
  ['a week by the day', { range: '7d', by: 'day' }, '7d', 'day'],
  ['a month', { range: '30d' }, '30d', 'day'],
  ['a month by the hour', { range: '30d', by: 'hour' }, '30d', 'hour'],
  ['a year by the hour is too much', { range: '365d', by: 'hour' }, '365d', 'day'],
  ['nonsense', { range: '1000y', by: 'second' }, '24h', 'hour'],
])('%s', (_name, filters, range, bucket) => {
  expect(rangeOf(filters).name).toBe(range);
  expect(bucketOf(filters)).toBe(bucket);
});

it.each<[string, RefusalFilters, object]>([
  ['the last day', {}, { from: '2026-11-24T12:00:00.000Z' }],
  [
    'everything',
    { range: '7d', by: 'day', userId: '7', keyId: '12', kind: 'rpm', subject: 'key' },
    { from: '2026-11-18T12:00:00.000Z', userId: '7', keyId: '12', kind: 'rpm', subject: 'key' },
  ],
  [
    'what the API would refuse is left out',
    { userId: 'me', keyId: '0', kind: 'lines', subject: 'team' },
    { from: '2026-11-24T12:00:00.000Z' },
  ],
])('asks for %s', (_name, filters, params) => expect(toParams(filters, NOW)).toEqual(params));

it.each<[RefusalFilters, boolean]>([
  [{ range: '7d', by: 'day' }, false],
  [{ keyId: '1' }, true],
])('%o narrows: %s', (filters, expected) => expect(isNarrowed(filters)).toBe(expected));
