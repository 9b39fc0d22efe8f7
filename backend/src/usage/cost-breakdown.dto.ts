import { ApiProperty } from '@nestjs/swagger';

const Usd = (description: string) => ApiProperty({ type: 'string', description });
const NullableUsd = (description: string) => ApiProperty({ type: 'string', nullable: true, description });

/** What a base cost is made of, in USD as decimal text. */
export class CostPartsView {
  @Usd('Input that no cache holds, without images')
  readonly input: string;

  @Usd('Output without images')
  readonly output: string;

  @Usd('Written to the cache for five minutes')
  readonly cacheWrite5m: string;

  @Usd('Written to the cache for an hour')
  readonly cacheWrite1h: string;

  @Usd('Read from the cache')
  readonly cacheRead: string;

  @Usd('Images in the input')
  readonly imageInput: string;

  @Usd('Images in the output')
  readonly imageOutput: string;

  @Usd('For every request, whatever its tokens')
  readonly perRequest: string;
}

/** What an attempt has cost that failed after its provider had reported some usage. */
export class FailedAttemptCostView {
  @ApiProperty({ type: 'integer' })
  readonly providerId: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Also of deleted providers' })
  readonly providerName: string | null;

  @Usd('USD, multipliers included')
  readonly total: string;
}

/**
 * How a cost comes about: the parts add up to `base`, `base` times both multipliers is `total`, and with the failed attempts
 * it is the cost of the request.
 */
export class CostBreakdownView {
  @ApiProperty({
    type: CostPartsView,
    nullable: true,
    description: 'Null when only failed attempts have cost something',
  })
  readonly parts: CostPartsView | null;

  @NullableUsd('Sum of the parts')
  readonly base: string | null;

  @NullableUsd('Factor of the provider')
  readonly providerMultiplier: string | null;

  @NullableUsd('Factor of the provider group')
  readonly groupMultiplier: string | null;

  @NullableUsd('Cost of the answer')
  readonly total: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Tokens of input above which the prices that counted hold; null for the ordinary ones',
  })
  readonly longContextAbove: number | null;

  @ApiProperty({ description: 'Whether the prices of the priority service tier counted' })
  readonly isPriority: boolean;

  @ApiProperty({ type: [FailedAttemptCostView] })
  readonly failedAttempts: readonly FailedAttemptCostView[];
}
