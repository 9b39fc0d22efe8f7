import { expect, it } from 'vitest';
import { maskSecrets } from './mask-secrets';

it.each<[string, readonly string[], string]>([
  ['bad key sk-1234 (sk-1234)', ['sk-1234'], 'bad key **** (****)'],
  ['{"got":"a\\"b\\\\c"}', ['a"b\\c'], '{"got":"****"}'],
  ['?key=p%40ss%2Fword&x', ['p@ss/word'], '?key=****&x'],
  ['long-secret and secret', ['secret', 'long-secret'], '**** and ****'],
  ['an ox', ['ox', ''], 'an ox'],
  ['a.c abc', ['a.c '], '****abc'],
  ['nothing', [], 'nothing'],
])('%s without %j: %s', (text, secrets, shown) => expect(maskSecrets(text, secrets)).toBe(shown));
