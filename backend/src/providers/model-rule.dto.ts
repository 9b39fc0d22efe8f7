import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { MODEL_MATCHES, type ModelMatch } from '@cch/contracts/model-match';
import { isRegex } from '@cch/domain/models/match-model';
import { applyDecorators } from '@nestjs/common';
import { getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { type Check, fault, type Presence } from '../admin/fields/check';
import { ChoiceField, field, trim } from '../admin/fields/fields';
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

/** A list of model rules in a draft. */
export function ModelRulesField(options: { readonly description: string; readonly presence: Presence }) {
  return applyDecorators(
    field(
      options,
      {
        type: 'array',
        items: { $ref: getSchemaPath(ModelRuleDto) },
        maxItems: LIST_LENGTHS.models,
        default: [],
      },
      listCheck(objectCheck, LIST_LENGTHS.models),
    ),
    ValidateNested({ each: true }),
    Type(() => ModelRuleDto),
  );
}
