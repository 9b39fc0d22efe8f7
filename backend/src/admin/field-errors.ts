import type { ValidationError } from 'class-validator';
import type { FieldError } from './admin-error';
import { CHECKED, type Check } from './fields/check';

/** Turns what class-validator found into one flat list with paths such as `allowedModels[0].pattern`. */
export function fieldErrors(errors: readonly ValidationError[], parent = ''): readonly FieldError[] {
  return errors.flatMap((error) => {
    const path = join(parent, error.property);
    const own = ownErrors(error, path);
    // Of something that is no list at all, nobody wants to know what is wrong with its entries.
    if (own.some((found) => found.path === path)) return own;
    return [...own, ...fieldErrors(error.children ?? [], path)];
  });
}

function ownErrors(error: ValidationError, path: string): readonly FieldError[] {
  const constraints = error.constraints ?? {};
  const check: Check | undefined = error.contexts?.[CHECKED]?.check;
  if (CHECKED in constraints && check) {
    return check(error.value, error.target).map((fault) => ({ ...fault, path: `${path}${fault.path}` }));
  }
  if ('whitelistValidation' in constraints) {
    return [{ path, code: 'unknown_field', message: 'is no field here' }];
  }
  if ('isObject' in constraints) return [{ path: '', code: 'wrong_type', message: 'must be an object' }];
  // Left is nested validation, which speaks only where a check has spoken, or whose children speak for it.
  return [];
}

function join(parent: string, property: string): string {
  if (parent === '') return property;
  return /^\d+$/.test(property) ? `${parent}[${property}]` : `${parent}.${property}`;
}
