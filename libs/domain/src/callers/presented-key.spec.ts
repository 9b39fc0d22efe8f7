import { expect, it } from 'vitest';
import { presentedKey } from './presented-key';

it.each<[readonly string[], readonly string[], string]>([
  [[], [], 'missing_key'],
  [['Bearer a'], [], 'a'],
  [['bearer  a '], [], 'a'],
  [['Basic a'], [], 'missing_key'],
  [['Bearer '], [], 'missing_key'],
  [[], ['a'], 'a'],
  [['Bearer a'], ['a', 'a'], 'a'],
  [['Bearer b'], ['a'], 'conflicting_keys'],
  [['Bearer a', 'Bearer b'], [], 'conflicting_keys'],
  [[], ['a', 'b'], 'conflicting_keys'],
  [[], ['', 'b'], 'b'],
])('authorization %j and keys %j', (authorization, keys, expected) => {
  const presented = presentedKey({ authorization, keys });
  expect(presented.ok ? presented.key : presented.code).toBe(expected);
});
