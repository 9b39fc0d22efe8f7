import { LIST_LENGTHS } from '@cch/contracts/field-ranges';
import { expect, it } from 'vitest';
import { findRedirectFault, findRuleFault } from './model-rule-fault';
import type { ModelRedirect, ModelRule } from './providers-api';

const fine: ModelRule = { match: 'prefix', pattern: 'claude-' };

it.each<[string, readonly ModelRule[], object | undefined]>([
  ['no rules', [], undefined],
  ['good rules', [fine, { match: 'regex', pattern: '^gpt-[56]' }], undefined],
  ['an empty pattern', [fine, { match: 'exact', pattern: ' ' }], { kind: 'rule_empty', number: 2 }],
  ['a broken expression', [{ match: 'regex', pattern: '(' }], { kind: 'rule_regex', number: 1 }],
  ['a parenthesis that is no expression', [{ match: 'contains', pattern: '(' }], undefined],
  [
    'a pattern too long',
    [{ match: 'exact', pattern: 'x'.repeat(513) }],
    { kind: 'rule_too_long', number: 1, max: 512 },
  ],
  [
    'too many rules',
    Array.from({ length: LIST_LENGTHS.models + 1 }, () => fine),
    { kind: 'too_many', max: 500 },
  ],
])('%s', (_name, rules, expected) => expect(findRuleFault(rules)).toEqual(expected));

const redirect: ModelRedirect = { ...fine, target: 'glm-5' };

it.each<[string, readonly ModelRedirect[], object | undefined]>([
  ['good redirects', [redirect], undefined],
  ['a broken pattern', [{ ...redirect, match: 'regex', pattern: '(' }], { kind: 'rule_regex', number: 1 }],
  ['no target', [redirect, { ...redirect, target: ' ' }], { kind: 'redirect_target', number: 2 }],
  [
    'a target too long',
    [{ ...redirect, target: 'x'.repeat(513) }],
    { kind: 'rule_too_long', number: 1, max: 512 },
  ],
  [
    'too many redirects',
    Array.from({ length: LIST_LENGTHS.redirects + 1 }, () => redirect),
    { kind: 'too_many', max: 500 },
  ],
])('%s', (_name, redirects, expected) => expect(findRedirectFault(redirects)).toEqual(expected));
