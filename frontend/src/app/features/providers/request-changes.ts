import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import type { NameValue } from './name-values';

const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/** What the hub sets itself or takes from the caller; the API refuses these as well. */
const RESERVED_HEADERS = new Set(['authorization', 'x-api-key', 'x-goog-api-key', 'cookie', 'host']);
const RESERVED_MEMBERS = new Set(['model', 'stream', 'messages', 'input', 'contents', 'prompt']);

export function toPairs(values: Readonly<Record<string, string>>): readonly NameValue[] {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

export function fromPairs(pairs: readonly NameValue[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ name, value }) => [name.trim(), value]));
}

/** Empty for an empty object. */
export function toJsonText(value: Readonly<Record<string, unknown>>): string {
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value, undefined, 2);
}

/** The object that a text spells; an empty one for no text, undefined when it spells none. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // SyntaxError: still being typed.
    return undefined;
  }
}

interface Fault {
  readonly kind: string;
  readonly name?: string;
  readonly max?: number;
}

export function headersFault(pairs: readonly NameValue[]): Fault | undefined {
  if (pairs.length > LIST_LENGTHS.headers) return { kind: 'too_many', max: LIST_LENGTHS.headers };
  const seen = new Set<string>();
  for (const pair of pairs) {
    const name = pair.name.trim();
    const lower = name.toLowerCase();
    if (!HEADER_NAME.test(name)) return { kind: 'header_name', name };
    if (RESERVED_HEADERS.has(lower)) return { kind: 'header_reserved', name };
    if (seen.has(lower)) return { kind: 'header_twice', name };
    seen.add(lower);
  }
  return undefined;
}

export function overridesFault(text: string): Fault | undefined {
  if (text.length > TEXT_LENGTHS.parameterOverrides) {
    return { kind: 'too_long', max: TEXT_LENGTHS.parameterOverrides };
  }
  const value = parseObject(text);
  if (!value) return { kind: 'not_json' };
  const name = Object.keys(value).find((member) => RESERVED_MEMBERS.has(member));
  return name === undefined ? undefined : { kind: 'override_reserved', name };
}
