import type { ModelPattern } from './match-model';
import { compileModelPattern, toRegex } from './match-model';

/** Models that match are asked for under another name. */
export interface ModelRedirect extends ModelPattern {
  /** With a regular expression, `$1` or `$<name>` stand for what its groups have captured. */
  readonly target: string;
}

/**
 * Compiles redirects once. The first one that matches decides; without any the model keeps its name. One that leaves
 * nothing of the name, because its groups are empty, does not match.
 */
export function compileRedirects(redirects: readonly ModelRedirect[]): (model: string) => string {
  if (redirects.length === 0) return (model) => model;
  const compiled = redirects.map(compile);
  return (model) => {
    for (const redirect of compiled) {
      const target = redirect(model);
      if (target !== undefined) return target;
    }
    return model;
  };
}

function compile(redirect: ModelRedirect): (model: string) => string | undefined {
  const { match, pattern, target } = redirect;
  if (match === 'regex') {
    const regex = toRegex(pattern);
    return (model) => {
      const found = regex?.exec(model);
      return (found && expand(target, found)) || undefined;
    };
  }
  const matches = compileModelPattern(redirect);
  return (model) => (matches(model) ? target : undefined);
}

const PLACEHOLDER = /\$(?:(\$)|(\d{1,2})|<([^>]+)>)/g;

// The whole name is replaced, not only the part that the expression has matched. A group may have captured half of a
// character, which neither a path nor a body can hold.
function expand(target: string, found: RegExpExecArray): string {
  return target
    .replace(PLACEHOLDER, (_, dollar?: string, number?: string, name?: string) => {
      if (dollar !== undefined) return '$';
      if (number !== undefined) return found[Number(number)] ?? '';
      return found.groups?.[name ?? ''] ?? '';
    })
    .toWellFormed();
}
