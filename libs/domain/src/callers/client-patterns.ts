import type { Client } from './client';

/**
 * Compiles a list of allowed and one of blocked clients. A pattern with `*` is compared with the whole user agent, whatever
 * its case. Any other one is the name of a known client, or a part of the user agent, where case, `-` and `_` do not count.
 * Blocked wins; an empty list of allowed ones allows everybody.
 */
export function compileClientPatterns(
  allowed: readonly string[],
  blocked: readonly string[],
): (client: Client) => boolean {
  if (allowed.length === 0 && blocked.length === 0) return () => true;
  const allows = allowed.map(compile);
  const blocks = blocked.map(compile);
  return (client) => {
    if (blocks.some((matches) => matches(client))) return false;
    return allows.length === 0 || allows.some((matches) => matches(client));
  };
}

function compile(pattern: string): (client: Client) => boolean {
  if (pattern.includes('*')) {
    const pieces = pattern.toLowerCase().split('*');
    return ({ userAgent }) => matchesGlob(userAgent.toLowerCase(), pieces);
  }
  const plain = simplified(pattern);
  return ({ names, userAgent }) =>
    names.includes(pattern) || (plain !== '' && simplified(userAgent).includes(plain));
}

// Piece by piece from the left: a regular expression could be made to search for ever.
function matchesGlob(text: string, pieces: readonly string[]): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}

function simplified(text: string): string {
  return text.toLowerCase().replaceAll(/[-_]/g, '');
}
