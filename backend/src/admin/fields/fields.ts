import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { type Check, Checked, type Presence } from './check';
import {
  choiceCheck,
  decimalCheck,
  flagCheck,
  integerCheck,
  listCheck,
  type NumberRange,
  textCheck,
  type TextLimits,
  timeCheck,
} from './value-checks';

/** What every field of a body or query says about itself. */
interface FieldOptions {
  readonly description: string;
  readonly example?: unknown;
  readonly presence?: Presence;
}

type Rewrite = (value: unknown) => unknown;

/** A text, trimmed before it is checked. */
export function TextField(options: FieldOptions & TextLimits & { readonly default?: string }) {
  const { min, max } = options;
  const schema = { type: 'string', minLength: min, maxLength: max, default: options.default } as const;
  return field(options, schema, textCheck(options), trim);
}

export function FlagField(options: FieldOptions & { readonly default?: boolean }) {
  return field(options, { type: 'boolean', default: options.default }, flagCheck);
}

export function IntegerField(options: FieldOptions & { readonly range: NumberRange & { default?: number } }) {
  const { min, max, default: fallback } = options.range;
  const schema = { type: 'integer', minimum: min, maximum: max, default: fallback } as const;
  return field(options, schema, integerCheck(options.range));
}

/** Decimals are texts, because binary fractions cannot hold them; numbers are taken too. */
export function DecimalField(
  options: FieldOptions & {
    readonly range: NumberRange;
    readonly decimals: number;
    readonly default?: string;
  },
) {
  const schema = {
    oneOf: [
      { type: 'string', pattern: `^\\d+(\\.\\d{1,${options.decimals}})?$` },
      { type: 'number', minimum: options.range.min, maximum: options.range.max },
    ],
    default: options.default,
  };
  return field(options, schema, decimalCheck(options.range, options.decimals), (value) =>
    typeof value === 'number' ? String(value) : trim(value),
  );
}

/** A time with zone; it stays text, so that an error can show what was sent. */
export function TimeField(options: FieldOptions) {
  return field(options, { type: 'string', format: 'date-time' }, timeCheck);
}

export function ChoiceField(
  options: FieldOptions & {
    readonly choices: readonly string[];
    readonly name: string;
    readonly default?: string;
  },
) {
  const schema = { enum: [...options.choices], enumName: options.name, default: options.default };
  return field(options, schema, choiceCheck(options.choices));
}

/** A list of short texts. Entries are trimmed, repeated ones are dropped. */
export function TextListField(
  options: FieldOptions & { readonly item: TextLimits; readonly maxItems: number },
) {
  const { item, maxItems } = options;
  const schema = {
    type: 'array',
    items: { type: 'string', minLength: item.min, maxLength: item.max },
    maxItems,
    default: [],
  } as const;
  return field(options, schema, listCheck(textCheck(item), maxItems), (value) =>
    Array.isArray(value) ? [...new Set(value.map(trim))] : value,
  );
}

/** A field with a check of its own. */
export function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  check: Check,
  rewrite?: Rewrite,
): PropertyDecorator {
  const { description, example, presence = 'required' } = options;
  const described = {
    ...schema,
    description,
    example,
    required: presence === 'required',
    ...(presence === 'nullable' ? { nullable: true } : {}),
  } as ApiPropertyOptions; // the union of all schema shapes is too wide to be spread without a word
  const decorators = [ApiProperty(described), Checked(check, presence)];
  if (rewrite) decorators.push(Transform(({ value }) => rewrite(value)));
  return applyDecorators(...decorators);
}

export function trim(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
