import { parseJson } from './parse-text';
import { sliceChunks } from './slice-chunks';
import type { ValueRange } from './top-level';

/**
 * The value at `range`, built from its first `most` bytes: a longer string is cut, a longer object or array has only its
 * first members. Undefined when these bytes are not valid JSON.
 */
export function decodeUpTo(chunks: readonly Buffer[], range: ValueRange, most: number): unknown {
  const isWhole = range.end - range.start <= most;
  const end = isWhole ? range.end : range.start + most;
  const text = sliceChunks(chunks, { start: range.start, end }).toString('utf8');
  return parseJson(isWhole ? text : closed(text));
}

// What of a string is whole, without the quote that ends it.
const STRING = /"(?:[^"\\]+|\\(?:[^u]|u[\da-f]{4}))*/iy;

/** A JSON text that ends somewhere inside, made to end well: what is not whole is left out, but a string is only cut. */
function closed(text: string): string {
  const closers: string[] = [];
  let isKeyNext = false;
  let wholeUpTo = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') {
      const end = stringEnd(text, at);
      if (text.charAt(end) !== '"' && !isKeyNext) return close(`${text.slice(0, end)}"`, closers);
      at = end;
      if (!isKeyNext) wholeUpTo = at + 1;
    } else if (character === '{' || character === '[') {
      closers.push(character === '{' ? '}' : ']');
      isKeyNext = character === '{';
      wholeUpTo = at + 1;
    } else if (character === '}' || character === ']') {
      closers.pop();
      wholeUpTo = at + 1;
    } else if (character === ',') {
      wholeUpTo = at;
      isKeyNext = closers.at(-1) === '}';
    } else if (character === ':') isKeyNext = false;
  }
  return close(text.slice(0, wholeUpTo), closers);
}

function stringEnd(text: string, start: number): number {
  STRING.lastIndex = start;
  STRING.test(text);
  return STRING.lastIndex;
}

function close(text: string, closers: readonly string[]): string {
  return text + closers.toReversed().join('');
}
