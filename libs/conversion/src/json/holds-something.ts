const DEEPEST_LOOK = 4;

/**
 * Whether a parsed value says anything. Vendors fill the places for errors and contents that they have nothing to say
 * in with null, false, 0, '', [], {} or an object of these.
 */
export function holdsSomething(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return Boolean(value);
  return depth === DEEPEST_LOOK || Object.values(value).some((member) => holdsSomething(member, depth + 1));
}
