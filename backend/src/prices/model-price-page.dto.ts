import { PRICE_SOURCES, type PriceSource } from '@cch/contracts/price-sources';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { ChoiceField, TextField } from '../admin/fields/fields';
import { NextCursor } from '../admin/next-cursor.decorator';
import { PageQuery } from '../admin/page-query';
import type { Costs, LongContextCosts, PriceFields } from './price-fields';

export const MODEL_PRICE_SORTS = ['model', '-model', 'createdAt', '-createdAt'] as const;

export class ModelPriceQuery extends PageQuery {
  @ChoiceField({
    description: 'Order; a minus turns it round',
    choices: MODEL_PRICE_SORTS,
    name: 'ModelPriceSort',
    default: 'model',
    presence: 'optional',
  })
  readonly sort?: (typeof MODEL_PRICE_SORTS)[number];

  @TextField({ description: 'Part of the model’s name', max: 200, presence: 'optional' })
  readonly q?: string;

  @ChoiceField({
    description: 'Only prices from there',
    choices: PRICE_SOURCES,
    name: 'PriceSource',
    presence: 'optional',
  })
  readonly source?: PriceSource;
}

/** The newest version first. */
export class PriceHistoryQuery extends PageQuery {}

function Cost(description: string) {
  return ApiProperty({ type: 'string', nullable: true, description, example: '0.000003' });
}

export class TokenCostsView implements Costs {
  @Cost('USD for a token of input that no cache holds')
  readonly inputCostPerToken: string | null;

  @Cost('USD for a token of output')
  readonly outputCostPerToken: string | null;

  @Cost('USD for a token written to the cache for five minutes; null means 1.25 times input')
  readonly cacheCreationCostPerToken: string | null;

  @Cost('USD for a token written to the cache for an hour; null means twice input')
  readonly cacheCreation1hCostPerToken: string | null;

  @Cost('USD for a token read from the cache; null means a tenth of input')
  readonly cacheReadCostPerToken: string | null;

  @Cost('USD for a token of an image in the input; null means as other input')
  readonly inputCostPerImageToken: string | null;

  @Cost('USD for a token of an image in the output; null means as other output')
  readonly outputCostPerImageToken: string | null;
}

export class LongContextCostsView extends TokenCostsView implements LongContextCosts {
  @ApiProperty({
    type: 'integer',
    description: 'Holds for all tokens when the whole input is longer',
    example: 200_000,
  })
  readonly aboveTokens: number;
}

export class PriorityCostsView extends TokenCostsView {
  @ApiProperty({
    type: [LongContextCostsView],
    nullable: true,
    description: 'Null means as in the ordinary tier',
  })
  readonly longContext: readonly LongContextCostsView[] | null;
}

@ApiExtraModels(PriorityCostsView)
export class ModelPriceView extends TokenCostsView implements PriceFields {
  @ApiProperty({
    type: 'integer',
    description: 'Of this version of the price; request logs refer to it',
    example: 17,
  })
  readonly id: number;

  @ApiProperty({ example: 'claude-opus-5' })
  readonly model: string;

  @ApiProperty({
    enum: PRICE_SOURCES,
    enumName: 'PriceSource',
    description:
      '`shipped` came with the hub, `synced` from a fetched or uploaded table, `manual` was set by hand',
  })
  readonly source: PriceSource;

  @ApiProperty({ type: 'string', nullable: true, description: 'USD for every request' })
  readonly costPerRequest: string | null;

  @ApiProperty({ type: [LongContextCostsView] })
  readonly longContext: readonly LongContextCostsView[];

  @ApiProperty({
    oneOf: [{ $ref: getSchemaPath(PriorityCostsView) }, { type: 'null' }],
    description: 'Prices of the priority service tier; null means that it costs the same',
  })
  readonly priority: PriorityCostsView | null;

  @ApiProperty({ type: 'string', format: 'date-time', description: 'Since when this version holds' })
  readonly createdAt: string;
}

export class ModelPricePage {
  @ApiProperty({ type: [ModelPriceView] })
  readonly items: readonly ModelPriceView[];

  @NextCursor()
  readonly nextCursor: string | null;
}

export class PriceVersionView extends ModelPriceView {
  @ApiProperty({ type: 'string', format: 'date-time', nullable: true, description: 'Null while it holds' })
  readonly supersededAt: string | null;
}

export class PriceHistoryPage {
  @ApiProperty({ type: [PriceVersionView] })
  readonly items: readonly PriceVersionView[];

  @NextCursor()
  readonly nextCursor: string | null;
}
