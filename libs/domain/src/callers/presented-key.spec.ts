import { expect, it } from 'vitest';
import { presentedKey } from './presented-key';

const none = { authorization: undefined, apiKey: undefined, googApiKey: undefined, query: undefined };
type Places = Parameters<typeof presentedKey>[0];

it.each<[Partial<Places>, string]>([
  [{}, 'missing_key'],
  [{ authorization: 'Bearer a' }, 'a'],
  [{ authorization: 'bearer  a ' }, 'a'],
  [{ authorization: 'Basic a' }, 'missing_key'],
  [{ authorization: 'Bearer ' }, 'missing_key'],
  [{ apiKey: 'a' }, 'a'],
  [{ googApiKey: 'a' }, 'a'],
  [{ query: 'a' }, 'a'],
  [{ apiKey: 'a', authorization: 'Bearer a', googApiKey: 'a', query: 'a' }, 'a'],
  [{ apiKey: 'a', authorization: 'Bearer b' }, 'conflicting_keys'],
  [{ googApiKey: 'a', query: 'b' }, 'conflicting_keys'],
  [{ apiKey: '', query: 'b' }, 'b'],
])('%j', (places, expected) => {
  const presented = presentedKey({ ...none, ...places });
  expect(presented.ok ? presented.key : presented.code).toBe(expected);
});
