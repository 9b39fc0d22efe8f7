import { parseClockTime } from '@cch/domain/schedule/active-hours';
import { type Check, fault, NO_FAULT } from './check';

const CONTROL = /\p{Cc}/u;
const CONTROL_EXCEPT_LAYOUT = /[^\P{Cc}\t\r\n]/u;
// Date, time and zone are all required: a time without a zone means another moment on every machine.
const ZONED_TIME =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export interface TextLimits {
  readonly min?: number;
  readonly max: number;
  /** Line breaks and tabs allowed. */
  readonly multiline?: boolean;
}

export interface NumberRange {
  readonly min: number;
  readonly max: number;
}

export function textCheck({ min = 0, max, multiline = false }: TextLimits): Check {
  const forbidden = multiline ? CONTROL_EXCEPT_LAYOUT : CONTROL;
  return (value) => {
    if (typeof value !== 'string') return fault('wrong_type', 'must be a text');
    if (value.length < min) {
      return fault('too_short', min === 1 ? 'must not be empty' : `must have at least ${min} characters`);
    }
    if (value.length > max) return fault('too_long', `must have at most ${max} characters`);
    if (forbidden.test(value) || !value.isWellFormed()) {
      return fault('bad_characters', 'must not contain control characters');
    }
    return NO_FAULT;
  };
}

export const flagCheck: Check = (value) =>
  typeof value === 'boolean' ? NO_FAULT : fault('wrong_type', 'must be true or false');

export function integerCheck({ min, max }: NumberRange): Check {
  return (value) => {
    if (!Number.isInteger(value)) return fault('wrong_type', 'must be a whole number');
    return Number(value) >= min && Number(value) <= max
      ? NO_FAULT
      : fault('out_of_range', `must be from ${min} to ${max}`);
  };
}

/** For decimal strings; numbers have been turned into strings before. */
export function decimalCheck({ min, max }: NumberRange, decimals: number): Check {
  const form = new RegExp(`^-?\\d+(\\.\\d{1,${decimals}})?$`);
  return (value) => {
    if (typeof value !== 'string') return fault('wrong_type', 'must be a decimal number');
    if (value.length > 32 || !form.test(value)) {
      return fault('bad_format', `must be a decimal number with at most ${decimals} decimals, such as "1.5"`);
    }
    return Number(value) >= min && Number(value) <= max
      ? NO_FAULT
      : fault('out_of_range', `must be from ${min} to ${max}`);
  };
}

export const timeCheck: Check = (value) => {
  if (typeof value !== 'string') return fault('wrong_type', 'must be a time as text');
  const [, year, month, day] = ZONED_TIME.exec(value) ?? [];
  const isReal = Number(day) >= 1 && Number(day) <= daysIn(Number(year), Number(month));
  if (!isReal || Number.isNaN(Date.parse(value)) || Number(year) < 1970) {
    return fault('bad_format', 'must be a time with zone, such as 2030-01-31T12:00:00Z');
  }
  return NO_FAULT;
};

/** A time of the day. */
export const clockTimeCheck: Check = (value) => {
  if (typeof value !== 'string') return fault('wrong_type', 'must be a time of the day as text');
  return parseClockTime(value) === undefined ? fault('bad_format', 'must be a time such as 08:30') : NO_FAULT;
};

export function choiceCheck(choices: readonly string[]): Check {
  return (value) =>
    typeof value === 'string' && choices.includes(value)
      ? NO_FAULT
      : fault('not_a_choice', `must be one of ${choices.join(', ')}`);
}

export function listCheck(item: Check, max: number): Check {
  return (value, object) => {
    if (!Array.isArray(value)) return fault('wrong_type', 'must be a list');
    if (value.length > max) return fault('too_many', `must have at most ${max} entries`);
    return value.flatMap((entry: unknown, index) =>
      item(entry, object).map((found) => ({ ...found, path: `[${index}]${found.path}` })),
    );
  };
}

export const objectCheck: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? NO_FAULT
    : fault('wrong_type', 'must be an object');

export function isUuid(value: string): boolean {
  return UUID.test(value);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
