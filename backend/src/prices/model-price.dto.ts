import { FIELD_RANGES, LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import type { Presence } from '../admin/fields/check';
import { field, IntegerField, trim } from '../admin/fields/fields';
import { objectCheck } from '../admin/fields/value-checks';
import { RequestCostField, TokenCostField } from './cost-field';
import { longContextCheck, modelNameCheck } from './price-checks';

/** Prices per token. What is null follows from the others. */
export class TokenCostsDraft {
  @TokenCostField({ description: 'USD for a token of input that no cache holds', example: '0.000003' })
  readonly inputCostPerToken?: string | null;

  @TokenCostField({ description: 'USD for a token of output, reasoning included', example: '0.000015' })
  readonly outputCostPerToken?: string | null;

  @TokenCostField({
    description: 'USD for a token that is written to the cache for five minutes; null means 1.25 times input',
    example: '0.00000375',
  })
  readonly cacheCreationCostPerToken?: string | null;

  @TokenCostField({
    description: 'USD for a token that is written to the cache for an hour; null means twice input',
    example: '0.000006',
  })
  readonly cacheCreation1hCostPerToken?: string | null;

  @TokenCostField({
    description: 'USD for a token that is read from the cache; null means a tenth of input',
    example: '0.0000003',
  })
  readonly cacheReadCostPerToken?: string | null;

  @TokenCostField({ description: 'USD for a token of an image in the input; null means as other input' })
  readonly inputCostPerImageToken?: string | null;

  @TokenCostField({ description: 'USD for a token of an image in the output; null means as other output' })
  readonly outputCostPerImageToken?: string | null;
}

/** Prices of all tokens of a request with a long input; what is null is as in the tier beneath. */
export class LongContextCostsDraft extends TokenCostsDraft {
  @IntegerField({
    description: 'Holds when the whole input, cached tokens included, is longer than this many tokens',
    example: 200_000,
    range: FIELD_RANGES.longContextAbove,
  })
  readonly aboveTokens: number;
}

/** Prices of the priority service tier; what is null costs the same as otherwise. */
@ApiExtraModels(LongContextCostsDraft)
export class PriorityCostsDraft extends TokenCostsDraft {
  @LongContextField('Prices for long inputs; null means those of the ordinary tier')
  readonly longContext?: LongContextCostsDraft[] | null;
}

@ApiExtraModels(PriorityCostsDraft, LongContextCostsDraft)
class PriceDraft extends TokenCostsDraft {
  @RequestCostField({ description: 'USD for every request, whatever its tokens', example: '0.01' })
  readonly costPerRequest?: string | null;

  @LongContextField('Prices for long inputs')
  readonly longContext?: LongContextCostsDraft[] | null;

  @PriorityField()
  readonly priority?: PriorityCostsDraft | null;
}

/** A price to create. */
export class ModelPriceDraft extends PriceDraft {
  @ModelNameField('Name of the model, as requests have it', 'required')
  readonly model: string;
}

/** What a model costs, as a whole: what is missing or null is not taken over from the price before. */
export class ModelPriceUpdate extends PriceDraft {
  @ModelNameField('May be sent along, and must then be the name in the path', 'optional')
  readonly model?: string;
}

function ModelNameField(description: string, presence: Presence) {
  return field(
    { description, example: 'claude-opus-5', presence },
    { type: 'string', minLength: 1, maxLength: TEXT_LENGTHS.modelName },
    modelNameCheck,
    trim,
  );
}

function LongContextField(description: string) {
  const items = { $ref: getSchemaPath(LongContextCostsDraft) };
  const schema = { type: 'array', items, maxItems: LIST_LENGTHS.longContextTiers, default: null } as const;
  return applyDecorators(
    field({ description, presence: 'nullable' }, schema, longContextCheck),
    ValidateNested({ each: true }),
    Type(() => LongContextCostsDraft),
  );
}

function PriorityField() {
  const schema = { oneOf: [{ $ref: getSchemaPath(PriorityCostsDraft) }], default: null };
  return applyDecorators(
    field({ description: 'Prices of the priority service tier', presence: 'nullable' }, schema, objectCheck),
    ValidateNested(),
    Type(() => PriorityCostsDraft),
  );
}
