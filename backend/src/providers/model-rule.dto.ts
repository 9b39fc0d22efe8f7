import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { MODEL_MATCHES, type ModelMatch } from '@cch/contracts/model-match';
import { isRegex } from '@cch/domain/models/match-model';
import { applyDecorators } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { type Check, fault, type Presence } from '../admin/fields/check';
import { ChoiceField, field, TextField, trim } from '../admin/fields/fields';
import { listCheck, objectCheck, textCheck } from '../admin/fields/value-checks';

const patternText = textCheck({ min: 1, max: TEXT_LENGTHS.pattern });

const patternCheck: Check = (value, object) => {
  const faults = patternText(value, object);
  if (faults.length > 0 || !(object instanceof ModelRuleDto) || object.match !== 'regex') return faults;
  return typeof value === 'string' && isRegex(value)
    ? faults
    : fault('invalid_regex', 'must be a regular expression');
};

/** A pattern that a model name is compared with. */
export class ModelRuleDto {
  @ChoiceField({
    description: 'How the pattern is compared with the model name',
    choices: MODEL_MATCHES,
    name: 'ModelMatch',
    example: 'prefix',
  })
  readonly match: ModelMatch;

  @field(
    { description: 'Compared as it is written, case included', example: 'claude-' },
    { type: 'string', minLength: 1, maxLength: TEXT_LENGTHS.pattern },
    patternCheck,
    trim,
  )
  readonly pattern: string;
}

/** Models that match are asked for under another name. */
export class ModelRedirectDto extends ModelRuleDto {
  @TextField({
    description:
      'Name that is sent upstream. With a regular expression, `$1` or `$<name>` stand for what its groups have captured.',
    example: 'glm-5',
    min: 1,
    max: TEXT_LENGTHS.pattern,
  })
  readonly target: string;
}

interface ListOptions {
  readonly description: string;
  readonly presence: Presence;
}

/** A list of model rules in a draft. */
export function ModelRulesField(options: ListOptions) {
  return listField(options, ModelRuleDto, LIST_LENGTHS.models);
}

/** A list of redirects in a draft; the first one that matches decides. */
export function ModelRedirectsField(options: ListOptions) {
  return listField(options, ModelRedirectDto, LIST_LENGTHS.redirects);
}

function listField(options: ListOptions, item: typeof ModelRuleDto, maxItems: number) {
  const schema = { type: 'array', items: { $ref: getSchemaPath(item) }, maxItems, default: [] } as const;
  return applyDecorators(
    field(options, schema, listCheck(objectCheck, maxItems)),
    ValidateNested({ each: true }),
    Type(() => item),
  );
}
