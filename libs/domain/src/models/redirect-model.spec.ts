import { expect, it } from 'vitest';
import { compileRedirects, type ModelRedirect } from './redirect-model';

it.each<[ModelRedirect['match'], string, string, string, string]>([
  ['exact', 'claude-opus-5', 'glm-5', 'claude-opus-5', 'glm-5'],
  ['exact', 'claude-opus-5', 'glm-5', 'claude-opus-5-fast', 'claude-opus-5-fast'],
  ['prefix', 'claude-', 'glm-5', 'claude-haiku-5', 'glm-5'],
  ['suffix', '-latest', 'glm-5', 'claude-latest', 'glm-5'],
  ['contains', 'haiku', 'glm-air', 'claude-haiku-5', 'glm-air'],
  ['regex', '^claude-(opus|sonnet)-(\\d+)$', 'x-$1-v$2', 'claude-opus-5', 'x-opus-v5'],
  ['regex', '^claude-(?<family>\\w+)', 'vendor/$<family>', 'claude-haiku-5', 'vendor/haiku'],
  ['regex', 'opus', 'the-$$-one-$7', 'claude-opus-5', 'the-$-one-'],
  ['regex', '^(.*)$', '$1-$0', 'm', 'm-m'],
  ['regex', '(', 'never', 'claude-opus-5', 'claude-opus-5'],
])('%s %s → %s makes %s into %s', (match, pattern, target, model, expected) => {
  expect(compileRedirects([{ match, pattern, target }])(model)).toBe(expected);
});

it('follows the first rule that matches, once', () => {
  const redirect = compileRedirects([
    { match: 'exact', pattern: 'a', target: 'b' },
    { match: 'exact', pattern: 'b', target: 'c' },
    { match: 'prefix', pattern: '', target: 'rest' },
  ]);
  expect(['a', 'b', 'z'].map(redirect)).toEqual(['b', 'c', 'rest']);
});

it('passes over a rule that leaves nothing of the name', () => {
  const redirect = compileRedirects([
    { match: 'regex', pattern: '^claude(?:-(.+))?$', target: '$1' },
    { match: 'exact', pattern: 'claude', target: 'glm-5' },
  ]);
  expect(['claude-opus-5', 'claude', 'other'].map(redirect)).toEqual(['opus-5', 'glm-5', 'other']);
});

it('makes names that can be sent, even of halves of a character', () => {
  const redirect = compileRedirects([{ match: 'regex', pattern: '^(.)', target: 'x-$1' }]);
  expect(redirect('\u{1f680}')).toBe('x-\ufffd');
});

it('leaves names alone without rules', () => expect(compileRedirects([])('m')).toBe('m'));
