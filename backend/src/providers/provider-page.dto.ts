import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { PROVIDER_TYPES, type ProviderType } from '@cch/contracts/provider-types';
import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, TextField } from '../admin/fields/fields';
import { QueryFlag } from '../admin/fields/query-fields';
import { NextCursor } from '../admin/next-cursor.decorator';
import { PageQuery } from '../admin/page-query';
import { ModelRuleDto } from './model-rule.dto';

export const PROVIDER_SORTS = ['name', '-name', 'priority', '-priority', 'createdAt', '-createdAt'] as const;

export class ProviderQuery extends PageQuery {
  @ChoiceField({
    description: 'Order; a minus turns it round',
    choices: PROVIDER_SORTS,
    name: 'ProviderSort',
    default: 'name',
    presence: 'optional',
  })
  readonly sort?: (typeof PROVIDER_SORTS)[number];

  @TextField({ description: 'Part of the name, the address or the notes', max: 200, presence: 'optional' })
  readonly q?: string;

  @ChoiceField({
    description: 'Only providers of this type',
    choices: PROVIDER_TYPES,
    name: 'ProviderType',
    presence: 'optional',
  })
  readonly type?: ProviderType;

  @QueryFlag({ description: 'Only providers that are, or are not, enabled' })
  readonly isEnabled?: boolean;

  @TextField({
    description: 'Only providers of this group',
    max: TEXT_LENGTHS.groupName,
    presence: 'optional',
  })
  readonly group?: string;
}

export class ProviderView {
  @ApiProperty({ type: 'integer', example: 3 })
  readonly id: number;

  @ApiProperty({ example: 'Anthropic, team account' })
  readonly name: string;

  @ApiProperty({ enum: PROVIDER_TYPES, enumName: 'ProviderType' })
  readonly type: ProviderType;

  @ApiProperty({ format: 'uri', example: 'https://api.anthropic.com' })
  readonly url: string;

  @ApiProperty({ description: 'Last four characters of the key', example: 'x7Qa' })
  readonly keyHint: string;

  @ApiProperty()
  readonly isEnabled: boolean;

  @ApiProperty({ type: 'integer' })
  readonly weight: number;

  @ApiProperty({ type: 'integer' })
  readonly priority: number;

  @ApiProperty({ description: 'Decimal text', example: '1.25' })
  readonly costMultiplier: string;

  @ApiProperty({ type: [String], example: ['default'] })
  readonly groups: readonly string[];

  @ApiProperty({ type: [ModelRuleDto] })
  readonly allowedModels: readonly ModelRuleDto[];

  @ApiProperty({ type: 'integer', description: 'Milliseconds' })
  readonly timeoutFirstByte: number;

  @ApiProperty({ type: 'integer', description: 'Milliseconds' })
  readonly timeoutIdle: number;

  @ApiProperty({ type: 'integer', description: 'Milliseconds' })
  readonly timeoutRequest: number;

  @ApiProperty()
  readonly notes: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly updatedAt: string;
}

export class ProviderPage {
  @ApiProperty({ type: [ProviderView] })
  readonly items: readonly ProviderView[];

  @NextCursor()
  readonly nextCursor: string | null;
}
