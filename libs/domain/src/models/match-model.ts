import type { ModelMatch } from '@cch/contracts/model-match';

export interface ModelPattern {
  readonly match: ModelMatch;
  readonly pattern: string;
}

/** Compiles a list of patterns once; an empty list matches every model. Names are compared as they are written. */
export function compileModelPatterns(patterns: readonly ModelPattern[]): (model: string) => boolean {
  if (patterns.length === 0) return () => true;
  const tests = patterns.map(compileModelPattern);
  return (model) => tests.some((matches) => matches(model));
}

/** Whether the text is a regular expression that this engine accepts. */
export function isRegex(pattern: string): boolean {
  return toRegex(pattern) !== undefined;
}

export function compileModelPattern({ match, pattern }: ModelPattern): (model: string) => boolean {
  switch (match) {
    case 'exact':
      return (model) => model === pattern;
    case 'prefix':
      return (model) => model.startsWith(pattern);
    case 'suffix':
      return (model) => model.endsWith(pattern);
    case 'contains':
      return (model) => model.includes(pattern);
    case 'regex': {
      const regex = toRegex(pattern);
      return (model) => regex?.test(model) ?? false;
    }
  }
}

export function toRegex(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    // SyntaxError: refused when it was entered; a row written by hand matches nothing.
    return undefined;
  }
}
