import { expect, it } from 'vitest';
import { percentText, standingTone } from './simulated-standing';

it.each([
  ['candidate', null, 'good'],
  ['reserve', null, 'idle'],
  ['skipped', 'format', 'idle'],
  ['skipped', 'circuit_open', 'bad'],
  ['skipped', 'cooling_down', 'warn'],
] as const)('%s because of %s', (standing, reason, tone) => {
  expect(standingTone({ standing, reason })).toBe(tone);
});

it.each([
  [1, '100 %'],
  [0.625, '62.5 %'],
  [1 / 3, '33.3 %'],
  [0.0001, '< 0.1 %'],
  [0, '0 %'],
])('a chance of %s', (probability, text) => expect(percentText(probability)).toBe(text));
