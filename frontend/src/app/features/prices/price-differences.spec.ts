import { expect, it } from 'vitest';
import { differences, readChanges } from './price-differences';

it('names what differs, from what to what', () => {
  const before = { input: '3', output: '15', longContext: [{ above: 200_000, input: '6' }] };
  const after = {
    input: '4',
    output: '15',
    perRequest: '0.01',
    longContext: [{ above: 300_000, input: '6' }],
    priority: { output: '30', longContext: [{ above: 300_000, output: '60' }] },
  };
  expect(differences(before, after)).toEqual([
    { rate: 'input', isPriority: false, before: '3', after: '4' },
    { rate: 'perRequest', isPriority: false, before: null, after: '0.01' },
    { rate: 'input', isPriority: false, above: 300_000, before: null, after: '6' },
    { rate: 'output', isPriority: true, before: null, after: '30' },
    { rate: 'output', isPriority: true, above: 300_000, before: null, after: '60' },
    { rate: 'input', isPriority: false, above: 200_000, before: '6', after: null },
  ]);
});

it('is everything for the first version, and nothing for the same', () => {
  expect(differences(undefined, { input: '0' })).toEqual([
    { rate: 'input', isPriority: false, before: null, after: '0' },
  ]);
  expect(differences({ input: '0' }, { input: '0' })).toEqual([]);
});

it('reads the fields of a preview', () => {
  expect(
    readChanges([
      { field: 'cacheReadCostPerToken', before: '0.0000003', after: null },
      { field: 'costPerRequest', before: null, after: '0.01' },
      { field: 'longContext[200000].outputCostPerToken', before: null, after: '0.0000225' },
      { field: 'priority.inputCostPerImageToken', before: null, after: '0.000000000000001' },
      { field: 'priority.longContext[272000].cacheCreation1hCostPerToken', before: '0', after: '1' },
    ]),
  ).toEqual([
    { rate: 'cacheRead', isPriority: false, before: '0.3', after: null },
    { rate: 'perRequest', isPriority: false, before: null, after: '0.01' },
    { rate: 'output', isPriority: false, above: 200_000, before: null, after: '22.5' },
    { rate: 'imageInput', isPriority: true, before: null, after: '0.000000001' },
    { rate: 'cacheWrite1h', isPriority: true, above: 272_000, before: '0', after: '1000000' },
  ]);
});
