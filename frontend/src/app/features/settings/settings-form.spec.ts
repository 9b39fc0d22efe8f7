import { expect, it } from 'vitest';
import { UNKNOWN_SETTINGS, toPatch, zoneChoices, type SettingsForm } from './settings-form';

it.each<[string, Partial<SettingsForm>, object]>([
  ['nothing', {}, {}],
  ['a value', { timeZone: 'Europe/Berlin' }, { timeZone: 'Europe/Berlin' }],
  ['a number', { estimatedOutputTokens: 4096 }, { estimatedOutputTokens: 4096 }],
  [
    'one kind of limit and not the others',
    { limitOutage: { ...UNKNOWN_SETTINGS.limitOutage, spend_total: 'closed' } },
    { limitOutage: { spend_total: 'closed' } },
  ],
])('sends what was changed: %s', (_name, part, expected) => {
  expect(toPatch(UNKNOWN_SETTINGS, { ...UNKNOWN_SETTINGS, ...part })).toEqual(expected);
});

it('offers every time zone once, and one that only the server knows', () => {
  const zones = zoneChoices('Mars/Olympus');
  expect(zones).toContain('UTC');
  expect(zones).toContain('Asia/Shanghai');
  expect(zones).toContain('Mars/Olympus');
  expect(new Set(zoneChoices('UTC')).size).toBe(zoneChoices('UTC').length);
});
