import { CIRCUIT_STATES, type CircuitState } from '@cch/contracts/circuit-states';
import { SKIP_REASONS, type SkipReason } from '@cch/contracts/decision-codes';
import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { PROVIDER_TYPES, type ProviderType } from '@cch/contracts/provider-types';
import { WIRE_FORMATS, type WireFormat } from '@cch/contracts/wire-formats';
import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, IntegerField, TextField, TextListField } from '../admin/fields/fields';

/** A request that is only thought of. */
export class SimulationDraft {
  @IntegerField({
    description: 'The key that would send it; left out, `groups` counts',
    range: { min: 1, max: 2_147_483_647 },
    presence: 'optional',
  })
  readonly keyId?: number;

  @TextListField({
    description: 'Groups of the caller, where no key is given; empty means the default group',
    item: { min: 1, max: TEXT_LENGTHS.groupName },
    maxItems: LIST_LENGTHS.groups,
    presence: 'optional',
  })
  readonly groups?: string[];

  @ChoiceField({
    description: 'The format that the client speaks',
    choices: WIRE_FORMATS,
    name: 'WireFormat',
    example: 'anthropic',
  })
  readonly format: WireFormat;

  @TextField({ description: 'The model it asks for', example: 'claude-opus-5', min: 1, max: 256 })
  readonly model: string;

  @TextField({
    description: 'User agent of the client',
    example: 'claude-cli/2.1.330 (external, cli)',
    max: 512,
    default: '',
    presence: 'optional',
  })
  readonly userAgent?: string;
}

/** candidate: may be chosen. reserve: could serve it, but others come first. skipped: cannot serve it. */
export const SIMULATED_STANDINGS = ['candidate', 'reserve', 'skipped'] as const;

export type SimulatedStanding = (typeof SIMULATED_STANDINGS)[number];

export class SimulatedProviderView {
  @ApiProperty({ type: 'integer' })
  readonly providerId: number;

  @ApiProperty()
  readonly providerName: string;

  @ApiProperty({ enum: PROVIDER_TYPES, enumName: 'ProviderType' })
  readonly providerType: ProviderType;

  @ApiProperty({ enum: SIMULATED_STANDINGS, enumName: 'SimulatedStanding' })
  readonly standing: SimulatedStanding;

  @ApiProperty({ enum: SKIP_REASONS, enumName: 'SkipReason', nullable: true, description: 'Of skipped ones' })
  readonly reason: SkipReason | null;

  @ApiProperty({ type: 'integer', description: 'The one that counts for the caller’s groups' })
  readonly priority: number;

  @ApiProperty({ type: 'integer' })
  readonly weight: number;

  @ApiProperty({ description: 'Chance of being chosen for a new session, 0 to 1' })
  readonly probability: number;

  @ApiProperty({ enum: CIRCUIT_STATES, enumName: 'CircuitState' })
  readonly circuit: CircuitState;

  @ApiProperty({ description: 'The model that would be sent to it' })
  readonly model: string;
}

export class SimulationView {
  @ApiProperty({ type: [String], description: 'Groups that count for the caller' })
  readonly groups: readonly string[];

  @ApiProperty({ type: [String], description: 'Names by which rules know the client' })
  readonly clientNames: readonly string[];

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'Error code with which the caller would be refused before any choice',
    example: null,
  })
  readonly refusal: string | null;

  @ApiProperty({
    type: [SimulatedProviderView],
    description: 'Candidates first, then reserves, then the rest',
  })
  readonly providers: readonly SimulatedProviderView[];
}
