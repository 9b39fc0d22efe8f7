import { expect, it } from 'vitest';
import { versionRows } from './price-versions';
import type { PriceVersion } from './prices-api';

const version = (id: number, input: string, from: number, to: number | null): PriceVersion => ({
  id,
  model: 'm',
  source: 'manual',
  inputCostPerToken: input,
  outputCostPerToken: null,
  cacheCreationCostPerToken: null,
  cacheCreation1hCostPerToken: null,
  cacheReadCostPerToken: null,
  inputCostPerImageToken: null,
  outputCostPerImageToken: null,
  costPerRequest: null,
  longContext: [],
  priority: null,
  createdAt: day(from),
  supersededAt: to === null ? null : day(to),
});

const day = (number: number) => `2026-11-0${number}T00:00:00.000Z`;

const VERSIONS = [
  version(3, '0.000003', 6, null),
  version(2, '0.000002', 2, 4),
  version(1, '0.000001', 1, 2),
];

it('says which version holds, what each changed, and where there was no price', () => {
  const rows = versionRows(VERSIONS, false);
  expect(rows.map(({ isCurrent, noPriceSince }) => [isCurrent, noPriceSince])).toEqual([
    [true, day(4)],
    [false, undefined],
    [false, undefined],
  ]);
  expect(rows.map(({ changes }) => changes?.map(({ before, after }) => [before, after]))).toEqual([
    [['2', '3']],
    [['1', '2']],
    [[null, '1']],
  ]);
});

it('does not take the oldest one that is loaded for the first', () => {
  expect(versionRows(VERSIONS.slice(0, 2), true).at(-1)?.changes).toBeUndefined();
});
