import { FIELD_RANGES, LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { RESERVED_HEADERS, RESERVED_MEMBERS } from '@cch/contracts/reserved-names';
import { type Check, fault, type Fault, NO_FAULT } from '../admin/fields/check';
import { integerCheck, objectCheck, textCheck } from '../admin/fields/value-checks';

const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

// Deeper requests than this nobody has, and some ends on the way could not read them.
const MOST_LEVELS = 32;
// In JSON text: what PostgreSQL's jsonb does not take.
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

const headerValueText = textCheck({ min: 0, max: TEXT_LENGTHS.headerValue });
const groupNameText = textCheck({ max: TEXT_LENGTHS.groupName });
const priorityNumber = integerCheck(FIELD_RANGES.priority);

/** An object of group names and the priorities that hold for them. */
export const groupPrioritiesCheck = mapCheck(LIST_LENGTHS.groups, (name, value, object) => {
  const faults = groupNameText(name, object);
  return faults.length > 0 ? faults : priorityNumber(value, object);
});

/** An object of header names and values. */
export const customHeadersCheck: Check = (value, object) => {
  const faults = mapCheck(LIST_LENGTHS.headers, headerCheck)(value, object);
  if (faults.length > 0) return faults;
  const seen = new Set<string>();
  return Object.keys(value as object).flatMap((name) => {
    const lower = name.toLowerCase();
    if (!seen.has(lower)) {
      seen.add(lower);
      return NO_FAULT;
    }
    return at(name, fault('name_taken', 'is there twice: case does not count in header names'));
  });
};

/** A JSON Merge Patch on request bodies. */
export const parameterOverridesCheck: Check = (value, object) => {
  const faults = objectCheck(value, object);
  if (faults.length > 0) return faults;
  if (JSON.stringify(value).length > TEXT_LENGTHS.parameterOverrides) {
    return fault('too_long', `must have at most ${TEXT_LENGTHS.parameterOverrides} characters as JSON`);
  }
  return Object.entries(value as object).flatMap(([name, member]: [string, unknown]) =>
    at(name, memberFaults(name, member)),
  );
};

function memberFaults(name: string, value: unknown): readonly Fault[] {
  if (RESERVED_MEMBERS.has(name)) return fault('reserved_name', 'cannot be overridden');
  if (levelsOf(value) > MOST_LEVELS) {
    return fault('bad_format', `must not have more than ${MOST_LEVELS} levels inside each other`);
  }
  return UNSTORABLE.test(JSON.stringify({ [name]: value }))
    ? fault('bad_characters', 'must not contain NUL or halves of characters')
    : NO_FAULT;
}

/** How many objects and lists are inside each other, as far as anybody wants to know. */
function levelsOf(value: unknown, most = MOST_LEVELS + 1): number {
  if (typeof value !== 'object' || value === null || most === 0) return 0;
  return 1 + Math.max(0, ...Object.values(value).map((inner) => levelsOf(inner, most - 1)));
}

function headerCheck(name: string, value: unknown, object: unknown): readonly Fault[] {
  if (!HEADER_NAME.test(name) || name.length > TEXT_LENGTHS.headerName) {
    return fault('bad_characters', 'is no name of a header');
  }
  if (RESERVED_HEADERS.has(name.toLowerCase())) return fault('reserved_name', 'is set by the hub itself');
  const faults = headerValueText(value, object);
  if (faults.length > 0) return faults;
  return HEADER_VALUE.test(String(value))
    ? NO_FAULT
    : fault('bad_characters', 'must hold nothing but what a header may carry');
}

type EntryCheck = (name: string, value: unknown, object: unknown) => readonly Fault[];

function mapCheck(max: number, entry: EntryCheck): Check {
  return (value, object) => {
    const faults = objectCheck(value, object);
    if (faults.length > 0) return faults;
    const entries = Object.entries(value as object);
    if (entries.length > max) return fault('too_many', `must have at most ${max} entries`);
    return entries.flatMap(([name, inner]: [string, unknown]) => at(name, entry(name, inner, object)));
  };
}

function at(name: string, faults: readonly Fault[]): readonly Fault[] {
  return faults.map((found) => ({ ...found, path: `.${name}${found.path}` }));
}
