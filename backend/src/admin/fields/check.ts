import type { FieldErrorCode } from '@cch/contracts/error-codes';
import { ValidateBy, ValidateIf } from 'class-validator';

/** One thing wrong with a value. `path` leads from the value to the culprit and is empty for the value itself. */
export interface Fault {
  readonly path: string;
  readonly code: FieldErrorCode;
  readonly message: string;
}

/** Finds what is wrong with a value; `object` is the whole it belongs to. */
export type Check = (value: unknown, object: unknown) => readonly Fault[];

/** Whether a field must be there, may be left out, or may also be null. */
export type Presence = 'required' | 'optional' | 'nullable';

/** Name of the one constraint that all fields carry; its context holds the check, which tells the whole story. */
export const CHECKED = 'checked';

export const fault = (code: FieldErrorCode, message: string): readonly Fault[] => [
  { path: '', code, message },
];

export const NO_FAULT: readonly Fault[] = [];

/** Validates a property with a check. class-validator only learns whether it passed; `field-errors.ts` asks again. */
export function Checked(check: Check, presence: Presence = 'required'): PropertyDecorator {
  const complete: Check = (value, object) => missing(value) ?? check(value, object);
  const validate = ValidateBy(
    {
      name: CHECKED,
      validator: {
        validate: (value, args) => complete(value, args?.object).length === 0,
        defaultMessage: () => '$property is not valid', // class-validator forgets the context of an empty message
      },
    },
    { context: { check: complete } },
  );
  return (target, property) => {
    validate(target, property);
    if (presence !== 'required') ValidateIf((_object, value) => mustCheck(value, presence))(target, property);
  };
}

function mustCheck(value: unknown, presence: Presence): boolean {
  return value !== undefined && !(value === null && presence === 'nullable');
}

function missing(value: unknown): readonly Fault[] | undefined {
  if (value === undefined) return fault('required', 'is required');
  if (value === null) return fault('wrong_type', 'must not be null');
  return undefined;
}
