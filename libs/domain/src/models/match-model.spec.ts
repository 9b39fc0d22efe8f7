import { expect, it } from 'vitest';
import { compileModelPatterns, type ModelPattern } from './match-model';

it.each<[readonly ModelPattern[], string, boolean]>([
  [[], 'anything', true],
  [[{ match: 'exact', pattern: 'gpt-6' }], 'gpt-6', true],
  [[{ match: 'exact', pattern: 'gpt-6' }], 'gpt-6.1', false],
  [[{ match: 'prefix', pattern: 'claude-' }], 'claude-opus-5', true],
  [[{ match: 'prefix', pattern: 'claude-' }], 'my-claude-opus-5', false],
  [[{ match: 'suffix', pattern: '-thinking' }], 'opus-thinking', true],
  [[{ match: 'contains', pattern: 'sonnet' }], 'claude-sonnet-4', true],
  [[{ match: 'regex', pattern: '^gpt-[56]' }], 'gpt-6.1', true],
  [[{ match: 'regex', pattern: '(' }], '(', false],
  [
    [
      { match: 'exact', pattern: 'a' },
      { match: 'exact', pattern: 'b' },
    ],
    'b',
    true,
  ],
])('%j matches %s: %s', (patterns, model, expected) =>
  expect(compileModelPatterns(patterns)(model)).toBe(expected),
);
