import { describe, expect, it } from 'vitest';
import type { PriceSyncPreview } from './prices-api';
import { NO_FILTER, filterRows, syncRows } from './sync-rows';

const FIELDS = [{ field: 'inputCostPerToken', before: '0.000001', after: '0.000002' }];
const PREVIEW: PriceSyncPreview = {
  digest: 'd',
  added: [
    { model: 'new-b', source: null, fields: FIELDS },
    { model: 'new-a', source: null, fields: FIELDS },
  ],
  changed: [{ model: 'Changed', source: 'shipped', fields: FIELDS }],
  protected: [{ model: 'mine', source: 'manual', fields: FIELDS }],
  unchanged: 4,
  skipped: [{ model: 'speech', reason: 'no_token_prices' }],
};

describe('the rows of a preview', () => {
  const rows = syncRows(PREVIEW);
  const names = (filter: Parameters<typeof filterRows>[1]) =>
    filterRows(rows, filter).map(({ model }) => model);

  it('come by what they ask of the reader, then by name', () => {
    expect(names(NO_FILTER)).toEqual(['Changed', 'mine', 'new-a', 'new-b', 'speech']);
  });

  it('say the changes per million tokens, or why there are none', () => {
    expect(rows[0]?.changes).toEqual([{ rate: 'input', isPriority: false, before: '1', after: '2' }]);
    expect(rows.at(-1)).toMatchObject({ kind: 'skipped', reason: 'no_token_prices', changes: [] });
  });

  it.each([
    [{ text: ' CHANGED ', kind: null }, ['Changed']],
    [{ text: 'new', kind: 'added' as const }, ['new-a', 'new-b']],
    [{ text: 'new', kind: 'protected' as const }, []],
  ])('are narrowed by %j', (filter, expected) => expect(names(filter)).toEqual(expected));
});
