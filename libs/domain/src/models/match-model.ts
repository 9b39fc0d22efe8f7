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

/** Throws for a way of matching that it does not know. */
export function compileModelPattern({ match, pattern }: ModelPattern): (model: string) => boolean {
  return COMPILERS[match](pattern);
}

const COMPILERS: Readonly<Record<ModelMatch, (pattern: string) => (model: string) => boolean>> = {
  exact: (pattern) => (model) => model === pattern,
  prefix: (pattern) => (model) => model.startsWith(pattern),
  suffix: (pattern) => (model) => model.endsWith(pattern),
  contains: (pattern) => (model) => model.includes(pattern),
  regex: (pattern) => {
    const regex = toRegex(pattern);
    return (model) => regex?.test(model) ?? false;
  },
};

export function toRegex(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern);
  } catch {
    // SyntaxError: refused when it was entered; a row written by hand matches nothing.
    return undefined;
  }
}
