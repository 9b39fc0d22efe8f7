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
export function findRuleFault(rules: readonly ModelRule[]): RuleFault | undefined {
  if (rules.length > LIST_LENGTHS.models) return { kind: 'too_many', max: LIST_LENGTHS.models };
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
  const fault = findRuleFault(redirects);
  if (fault) return fault;
  const at = redirects.findIndex(({ target }) => target.trim() === '');
  return at < 0 ? undefined : { kind: 'redirect_target', number: at + 1 };
}
