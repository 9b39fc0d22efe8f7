import { ApiProperty } from '@nestjs/swagger';
import { QueryInteger } from '../admin/fields/query-fields';

export const DAYS_BACK = { min: 1, max: 90, default: 7 } as const;

export class MissingPriceQuery {
  @QueryInteger({ description: 'How many days to look back', range: DAYS_BACK })
  readonly days?: number;
}

/** A model that was served although it has no price. */
export class MissingPriceView {
  @ApiProperty({ example: 'claude-opus-5', description: 'As it was sent upstream' })
  readonly model: string;

  @ApiProperty({ type: 'integer', description: 'Requests that were served at cost 0' })
  readonly requests: number;

  @ApiProperty({ type: 'string', format: 'date-time', description: 'Last use in an hour with such requests' })
  readonly lastAt: string;

  @ApiProperty({ description: 'Whether it has a price by now' })
  readonly hasPrice: boolean;
}

export class MissingPriceList {
  @ApiProperty({ type: [MissingPriceView], description: 'Those with most requests first, 200 at most' })
  readonly items: readonly MissingPriceView[];
}
