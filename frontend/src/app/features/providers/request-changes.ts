import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { RESERVED_HEADERS, RESERVED_MEMBERS } from '@cch/contracts/reserved-names';
import type { NameValue } from './name-values';

const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
// No control characters, and nothing beyond Latin-1: a header cannot carry them.
const HEADER_VALUE = /^[\x20-\x7e\xa0-\xff]*$/;

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
  readonly number?: number;
  readonly max?: number;
}

export function headersFault(pairs: readonly NameValue[]): Fault | undefined {
  if (pairs.length > LIST_LENGTHS.headers) return { kind: 'too_many', max: LIST_LENGTHS.headers };
  const seen = new Set<string>();
  for (const [index, pair] of pairs.entries()) {
    const name = pair.name.trim();
    if (name === '') return { kind: 'header_nameless', number: index + 1 };
    const lower = name.toLowerCase();
    if (seen.has(lower)) return { kind: 'header_twice', name };
    seen.add(lower);
    const fault = headerFault(name, pair.value);
    if (fault) return fault;
  }
  return undefined;
}

function headerFault(name: string, value: string): Fault | undefined {
  if (!HEADER_NAME.test(name) || name.length > TEXT_LENGTHS.headerName) return { kind: 'header_name', name };
  if (RESERVED_HEADERS.has(name.toLowerCase())) return { kind: 'header_reserved', name };
  const isValue = HEADER_VALUE.test(value) && value.length <= TEXT_LENGTHS.headerValue;
  return isValue ? undefined : { kind: 'header_value', name };
}

export function overridesFault(text: string): Fault | undefined {
  const value = parseObject(text);
  if (!value) return { kind: 'not_json' };
  // Line breaks and indents are not sent, so they do not count.
  if (JSON.stringify(value).length > TEXT_LENGTHS.parameterOverrides) {
    return { kind: 'too_long', max: TEXT_LENGTHS.parameterOverrides };
  }
  const name = Object.keys(value).find((member) => RESERVED_MEMBERS.has(member));
  return name === undefined ? undefined : { kind: 'override_reserved', name };
}
