import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { Checked } from './check';
import { flagCheck, integerCheck, type NumberRange } from './value-checks';

interface QueryFieldOptions {
  readonly description: string;
  readonly example?: unknown;
}

/** `true` or `false` in the query string. */
export function QueryFlag(options: QueryFieldOptions) {
  return applyDecorators(
    ApiProperty({ ...options, type: 'boolean', required: false }),
    Checked(flagCheck, 'optional'),
    Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value)),
  );
}

/** A whole number in the query string. */
export function QueryInteger(
  options: QueryFieldOptions & { readonly range: NumberRange & { default?: number } },
) {
  const { range, ...described } = options;
  return applyDecorators(
    ApiProperty({
      ...described,
      type: 'integer',
      minimum: range.min,
      maximum: range.max,
      default: range.default,
      required: false,
    }),
    Checked(integerCheck(range), 'optional'),
    Transform(({ value }) => (typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value)),
  );
}

/** Largest value of the integer columns of PostgreSQL. */
export const MAX_ID = 2_147_483_647;

/** The id of another resource, used as a filter. */
export function QueryId(options: QueryFieldOptions) {
  return QueryInteger({ ...options, range: { min: 1, max: MAX_ID } });
}
