import { FIELD_RANGES, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { ChoiceField, DecimalField, TextField } from '../admin/fields/fields';
import { NextCursor } from '../admin/next-cursor.decorator';
import { PageQuery } from '../admin/page-query';

/** A provider group to create. */
export class ProviderGroupDraft {
  @TextField({
    description: 'Unique; users, keys and providers refer to the group by this name',
    example: 'premium',
    min: 1,
    max: TEXT_LENGTHS.groupName,
  })
  readonly name: string;

  @TextField({
    description: 'For the administrators’ eyes only',
    max: TEXT_LENGTHS.note,
    multiline: true,
    default: '',
    presence: 'optional',
  })
  readonly note?: string;

  @DecimalField({
    description: 'Factor on the cost of requests that callers of this group make, decimal text',
    range: FIELD_RANGES.costMultiplier,
    decimals: 4,
    default: '1',
    presence: 'optional',
  })
  readonly costMultiplier?: string;
}

/** Fields of a provider group to change; absent ones stay. */
export class ProviderGroupPatch extends PartialType(ProviderGroupDraft, { skipNullProperties: false }) {}

export const PROVIDER_GROUP_SORTS = ['name', '-name', 'createdAt', '-createdAt'] as const;

export class ProviderGroupQuery extends PageQuery {
  @ChoiceField({
    description: 'Order; a minus turns it round',
    choices: PROVIDER_GROUP_SORTS,
    name: 'ProviderGroupSort',
    default: 'name',
    presence: 'optional',
  })
  readonly sort?: (typeof PROVIDER_GROUP_SORTS)[number];
}

export class ProviderGroupView {
  @ApiProperty({ type: 'integer', example: 1 })
  readonly id: number;

  @ApiProperty({ example: 'default' })
  readonly name: string;

  @ApiProperty()
  readonly note: string;

  @ApiProperty({ description: 'Decimal text', example: '1.25' })
  readonly costMultiplier: string;

  @ApiProperty({ type: 'integer', description: 'Users that refer to the group' })
  readonly userCount: number;

  @ApiProperty({ type: 'integer', description: 'Keys that refer to the group' })
  readonly keyCount: number;

  @ApiProperty({ type: 'integer', description: 'Providers that refer to the group' })
  readonly providerCount: number;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly updatedAt: string;
}

export class ProviderGroupPage {
  @ApiProperty({ type: [ProviderGroupView] })
  readonly items: readonly ProviderGroupView[];

  @NextCursor()
  readonly nextCursor: string | null;
}
