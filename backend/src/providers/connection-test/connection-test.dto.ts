import { EGRESS_ROUTES, type EgressRoute } from '@cch/contracts/decision-codes';
import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { ApiProperty, IntersectionType, OmitType, PartialType, PickType } from '@nestjs/swagger';
import { IntegerField, TextField } from '../../admin/fields/fields';
import { ProviderDraft } from '../provider.dto';

const ModelField = () =>
  TextField({
    description:
      'Model to ask for, under the name that clients use; by default the first one that is allowed by its whole name, else one that the vendor is known for',
    example: 'claude-haiku-4-5',
    min: 1,
    max: TEXT_LENGTHS.pattern,
    presence: 'optional',
  });

/** How to test a provider. */
export class ConnectionTestOptions {
  @ModelField()
  readonly model?: string;
}

const TestedFields = IntersectionType(
  OmitType(ProviderDraft, ['name', 'key']),
  PartialType(PickType(ProviderDraft, ['name', 'key']), { skipNullProperties: false }),
);

/** A provider to test that need not exist. */
export class ConnectionTestDraft extends TestedFields {
  @ModelField()
  readonly model?: string;

  @IntegerField({
    description:
      'The provider that this is a changed form of. While the origin of the address is the same, its key may be left out, and what was answered with `****` may be sent like that.',
    range: { min: 1, max: 2_147_483_647 },
    presence: 'optional',
  })
  readonly providerId?: number;
}

const Tokens = () => ApiProperty({ type: 'integer', nullable: true });

export class ConnectionTestUsage {
  @Tokens()
  readonly inputTokens: number | null;

  @Tokens()
  readonly outputTokens: number | null;

  @Tokens()
  readonly cacheCreationTokens: number | null;

  @Tokens()
  readonly cacheReadTokens: number | null;

  @Tokens()
  readonly reasoningTokens: number | null;
}

/** How a provider answered a small request. */
export class ConnectionTestView {
  @ApiProperty({ description: 'Whether it gave a whole answer' })
  readonly ok: boolean;

  @ApiProperty({ type: 'integer', nullable: true, description: 'HTTP status, if there was one' })
  readonly statusCode: number | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'The hub’s own code for the failure, as in the usage log',
    example: 'upstream_credentials',
  })
  readonly errorCode: string | null;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What the provider or the system says about the failure, without secrets',
  })
  readonly message: string | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description: 'Milliseconds to the first byte of the body, connecting included',
  })
  readonly ttfbMs: number | null;

  @ApiProperty({ type: 'integer', description: 'Milliseconds' })
  readonly durationMs: number;

  @ApiProperty({ description: 'Model that was asked for upstream, after redirects', example: 'glm-5' })
  readonly upstreamModel: string;

  @ApiProperty({ type: 'string', nullable: true, description: 'Model that says it has answered' })
  readonly model: string | null;

  @ApiProperty({ type: ConnectionTestUsage, nullable: true, description: 'Tokens as the provider counts' })
  readonly usage: ConnectionTestUsage | null;

  @ApiProperty({ description: 'First 300 characters of the answer, or of what came in place of one' })
  readonly preview: string;

  @ApiProperty({ enum: EGRESS_ROUTES, enumName: 'EgressRoute', description: 'The way it took' })
  readonly route: EgressRoute;
}
