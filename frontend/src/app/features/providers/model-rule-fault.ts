import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { isRegex } from '@cch/domain/models/match-model';
import type { ModelRedirect, ModelRule } from './providers-api';

export interface RuleFault {
  readonly kind: 'rule_empty' | 'rule_too_long' | 'rule_regex' | 'redirect_target' | 'too_many';
  /** The rule at fault, counted from 1. */
  readonly number?: number;
  readonly max?: number;
}

/** The first thing wrong with a list of model rules. */
export function findRuleFault(
  rules: readonly ModelRule[],
  max: number = LIST_LENGTHS.models,
): RuleFault | undefined {
  if (rules.length > max) return { kind: 'too_many', max };
  for (const [index, rule] of rules.entries()) {
    const pattern = rule.pattern.trim();
    const number = index + 1;
    if (pattern === '') return { kind: 'rule_empty', number };
    if (pattern.length > TEXT_LENGTHS.pattern)
      return { kind: 'rule_too_long', number, max: TEXT_LENGTHS.pattern };
    if (rule.match === 'regex' && !isRegex(pattern)) return { kind: 'rule_regex', number };
  }
  return undefined;
}

/** The first thing wrong with a list of redirects. */
export function findRedirectFault(redirects: readonly ModelRedirect[]): RuleFault | undefined {
  const fault = findRuleFault(redirects, LIST_LENGTHS.redirects);
  if (fault) return fault;
  for (const [index, { target }] of redirects.entries()) {
    const number = index + 1;
    if (target.trim() === '') return { kind: 'redirect_target', number };
    if (target.trim().length > TEXT_LENGTHS.pattern)
      return { kind: 'rule_too_long', number, max: TEXT_LENGTHS.pattern };
  }
  return undefined;
}
