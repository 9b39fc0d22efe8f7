import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { PROVIDER_TYPES, type ProviderType } from '@cch/contracts/provider-types';
import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, TextField } from '../admin/fields/fields';
import { QueryFlag } from '../admin/fields/query-fields';
import { NextCursor } from '../admin/next-cursor.decorator';
import { PageQuery } from '../admin/page-query';
import { ModelRedirectDto, ModelRuleDto } from './model-rule.dto';
import { SpendLimitsView } from '../limits/limits.dto';

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

export class ProviderView extends SpendLimitsView {
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

  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  readonly groupPriorities: Readonly<Record<string, number>>;

  @ApiProperty({ type: [ModelRedirectDto] })
  readonly modelRedirects: readonly ModelRedirectDto[];

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'A JSON Merge Patch (RFC 7396)' })
  readonly parameterOverrides: Readonly<Record<string, unknown>>;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Values that look like credentials are shown as `****`',
  })
  readonly customHeaders: Readonly<Record<string, string>>;

  @ApiProperty({ type: [String] })
  readonly allowedClients: readonly string[];

  @ApiProperty({ type: [String] })
  readonly blockedClients: readonly string[];

  @ApiProperty({ type: 'string', nullable: true, example: '22:00' })
  readonly activeTimeStart: string | null;

  @ApiProperty({ type: 'string', nullable: true, example: '08:00' })
  readonly activeTimeEnd: string | null;

  @ApiProperty({ type: 'integer' })
  readonly maxRetryAttempts: number;

  @ApiProperty({ type: 'integer' })
  readonly circuitBreakerFailureThreshold: number;

  @ApiProperty({ type: 'integer', description: 'Milliseconds' })
  readonly circuitBreakerOpenDuration: number;

  @ApiProperty({ type: 'integer' })
  readonly circuitBreakerHalfOpenSuccessThreshold: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'With the password as `****`',
    example: 'socks5://user:****@127.0.0.1:1080',
  })
  readonly proxyUrl: string | null;

  @ApiProperty()
  readonly proxyFallbackToDirect: boolean;

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
