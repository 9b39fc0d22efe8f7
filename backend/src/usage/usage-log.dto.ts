import {
  COST_STATES,
  type CostState,
  REQUEST_OUTCOMES,
  type RequestOutcome,
} from '@cch/contracts/cost-states';
import { PROVIDER_TYPES, type ProviderType } from '@cch/contracts/provider-types';
import { WIRE_FORMATS, type WireFormat } from '@cch/contracts/wire-formats';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { NextCursor } from '../admin/next-cursor.decorator';
import { CostBreakdownView } from './cost-breakdown.dto';
import {
  type AnyDecisionView,
  AttemptDecisionView,
  ExhaustedDecisionView,
  ReleasedDecisionView,
  SelectedDecisionView,
  SkippedDecisionView,
} from './decision.dto';

const DECISIONS = [
  SkippedDecisionView,
  ReleasedDecisionView,
  SelectedDecisionView,
  AttemptDecisionView,
  ExhaustedDecisionView,
];

const NullableText = (description?: string) => ApiProperty({ type: 'string', nullable: true, description });
const NullableInteger = (description?: string) =>
  ApiProperty({ type: 'integer', nullable: true, description });

/** One request in the log. */
@ApiExtraModels(...DECISIONS)
export class UsageLogView {
  @ApiProperty({ description: 'UUID, also sent to the client as `x-request-id`', format: 'uuid' })
  readonly id: string;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly createdAt: string;

  @ApiProperty({ type: 'integer' })
  readonly userId: number;

  @NullableText('Also of deleted users')
  readonly userName: string | null;

  @ApiProperty({ type: 'integer' })
  readonly keyId: number;

  @NullableText('Also of deleted keys')
  readonly keyName: string | null;

  @NullableInteger('Null when no provider was reached')
  readonly providerId: number | null;

  @NullableText('Also of deleted providers')
  readonly providerName: string | null;

  @ApiProperty({ example: '/v1/messages' })
  readonly endpoint: string;

  @ApiProperty({ enum: WIRE_FORMATS, enumName: 'WireFormat' })
  readonly clientFormat: WireFormat;

  @ApiProperty({ enum: PROVIDER_TYPES, enumName: 'ProviderType', nullable: true })
  readonly providerType: ProviderType | null;

  @NullableText('What the client asked for')
  readonly requestedModel: string | null;

  @NullableText('What was sent upstream')
  readonly model: string | null;

  @NullableText()
  readonly sessionId: string | null;

  @ApiProperty()
  readonly isStreaming: boolean;

  @NullableInteger('What the client got; 499 when it left first')
  readonly statusCode: number | null;

  @ApiProperty({ enum: REQUEST_OUTCOMES, enumName: 'RequestOutcome' })
  readonly outcome: RequestOutcome;

  @NullableText()
  readonly errorCode: string | null;

  @NullableText()
  readonly errorMessage: string | null;

  @NullableInteger('Without what was read from or written to the cache')
  readonly inputTokens: number | null;

  @NullableInteger()
  readonly outputTokens: number | null;

  @NullableInteger()
  readonly cacheCreationTokens: number | null;

  @NullableInteger()
  readonly cacheCreation5mTokens: number | null;

  @NullableInteger()
  readonly cacheCreation1hTokens: number | null;

  @NullableInteger()
  readonly cacheReadTokens: number | null;

  @NullableInteger('Part of the output')
  readonly reasoningTokens: number | null;

  @NullableInteger('Part of the input')
  readonly imageInputTokens: number | null;

  @NullableInteger('Part of the output')
  readonly imageOutputTokens: number | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'USD as decimal text', example: '0.0123' })
  readonly costUsd: string | null;

  @ApiProperty({ enum: COST_STATES, enumName: 'CostState' })
  readonly costState: CostState;

  @NullableInteger('Version of the model price that counted')
  readonly priceId: number | null;

  @ApiProperty({ description: 'Served at cost 0 because the model had no price' })
  readonly isUnpriced: boolean;

  @ApiProperty({
    type: CostBreakdownView,
    nullable: true,
    description: 'How the cost comes about; null when there is none',
  })
  readonly costBreakdown: CostBreakdownView | null;

  @NullableInteger('Milliseconds from the request to the end of the answer')
  readonly durationMs: number | null;

  @NullableInteger('Milliseconds to the first byte of the upstream’s body')
  readonly ttfbMs: number | null;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'The hub’s own share of the time, milliseconds',
  })
  readonly hubMs: number | null;

  @ApiProperty({
    type: 'array',
    items: {
      oneOf: DECISIONS.map((decision) => ({ $ref: getSchemaPath(decision) })),
      discriminator: {
        propertyName: 'kind',
        mapping: {
          skipped: getSchemaPath(SkippedDecisionView),
          released: getSchemaPath(ReleasedDecisionView),
          selected: getSchemaPath(SelectedDecisionView),
          attempt: getSchemaPath(AttemptDecisionView),
          exhausted: getSchemaPath(ExhaustedDecisionView),
        },
      },
    },
    description: 'The decisions about the request, in order',
  })
  readonly providerChain: readonly AnyDecisionView[];

  @ApiProperty({ type: [String], description: 'What a conversion between wire formats could not keep' })
  readonly conversionLosses: readonly string[];

  @NullableText()
  readonly clientIp: string | null;

  @NullableText()
  readonly userAgent: string | null;
}

export class UsageLogPage {
  @ApiProperty({ type: [UsageLogView] })
  readonly items: readonly UsageLogView[];

  @NextCursor()
  readonly nextCursor: string | null;
}
