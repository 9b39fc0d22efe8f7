import { expect, it } from 'vitest';
import { hoursEffect } from './hours-effect';

it.each([
  ['08:00', '18:00', 'sameDay'],
  ['22:00', '08:00', 'overnight'],
  ['18:00', '00:00', 'overnight'],
  ['00:00', '00:00', 'allDay'],
  ['', '', undefined],
  ['25:00', '08:00', undefined],
  ['08:00', '', undefined],
])('%j until %j', (start, end, kind) => expect(hoursEffect(start, end)?.kind).toBe(kind));
