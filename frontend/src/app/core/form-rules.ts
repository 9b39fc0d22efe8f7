import { validate, type SchemaPath } from '@angular/forms/signals';

interface Range {
  readonly min: number;
  readonly max: number;
}

// The kinds are the codes of the admin API, so that a check here and a refusal there read the same.

export function textRule(path: SchemaPath<string>, { min = 0, max }: { min?: number; max: number }): void {
  validate(path, ({ value }) => {
    const text = value().trim();
    if (text === '' && min > 0) return { kind: 'required' };
    if (text.length > max) return { kind: 'too_long', max };
    return undefined;
  });
}

export function numberRule(
  path: SchemaPath<number | null>,
  { min, max }: Range,
  options?: { isWhole?: boolean },
): void {
  validate(path, ({ value }) => {
    const number = value();
    if (number === null || Number.isNaN(number)) return { kind: 'required' };
    if (options?.isWhole && !Number.isInteger(number)) return { kind: 'not_whole' };
    if (number < min || number > max) return { kind: 'out_of_range', min, max };
    return undefined;
  });
}

/** A decimal that stays text, because binary fractions cannot hold money. */
export function decimalRule(path: SchemaPath<string>, range: Range, decimals: number): void {
  validate(path, ({ value }) => decimalFault(value(), range, decimals));
}

/** As `decimalRule`, for a field that may stay empty. */
export function optionalDecimalRule(path: SchemaPath<string>, range: Range, decimals: number): void {
  validate(path, ({ value }) => (value().trim() === '' ? undefined : decimalFault(value(), range, decimals)));
}

/** A whole number, or none. */
export function optionalNumberRule(path: SchemaPath<number | null>, { min, max }: Range): void {
  validate(path, ({ value }) => {
    const number = value();
    if (number === null) return undefined;
    if (!Number.isInteger(number)) return { kind: 'not_whole' };
    return number < min || number > max ? { kind: 'out_of_range', min, max } : undefined;
  });
}

export function listRule(path: SchemaPath<readonly string[]>, most: { items: number; length: number }): void {
  validate(path, ({ value }) => {
    if (value().length > most.items) return { kind: 'too_many', max: most.items };
    const isTooLong = value().some((entry) => entry.length > most.length);
    return isTooLong ? { kind: 'too_long', max: most.length } : undefined;
  });
}

function decimalFault(typed: string, { min, max }: Range, decimals: number) {
  const text = typed.trim();
  const form = new RegExp(`^\\d+(\\.\\d{1,${decimals}})?$`);
  if (!form.test(text)) return { kind: 'bad_decimal', decimals };
  return Number(text) < min || Number(text) > max ? { kind: 'out_of_range', min, max } : undefined;
}
