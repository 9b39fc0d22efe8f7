import { expect, it } from 'vitest';
import { refusalOf, type Standing } from './caller-standing';

const fine: Standing = { isEnabled: true, expiresAt: undefined };
const NOW = 1_000;

it.each<[Standing, Standing, string | undefined]>([
  [fine, fine, undefined],
  [{ ...fine, expiresAt: NOW + 1 }, fine, undefined],
  [{ ...fine, isEnabled: false }, fine, 'key_disabled'],
  [{ ...fine, expiresAt: NOW }, fine, 'key_expired'],
  [fine, { ...fine, isEnabled: false }, 'user_disabled'],
  [fine, { ...fine, expiresAt: NOW - 1 }, 'user_expired'],
])('%j of %j: %s', (key, user, code) => expect(refusalOf(key, user, NOW)).toBe(code));
