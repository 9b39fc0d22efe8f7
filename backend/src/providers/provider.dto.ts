import { FIELD_RANGES, LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { PROVIDER_TYPES, type ProviderType } from '@cch/contracts/provider-types';
import { ApiExtraModels, PartialType } from '@nestjs/swagger';
import {
  ChoiceField,
  DecimalField,
  field,
  FlagField,
  IntegerField,
  TextField,
  TextListField,
  trim,
} from '../admin/fields/fields';
import { ModelRuleDto, ModelRulesField } from './model-rule.dto';
import { credentialCheck, upstreamUrlCheck } from './provider-checks';

const MS = 'Milliseconds; 0 means no limit';

/** A provider to create. */
@ApiExtraModels(ModelRuleDto)
export class ProviderDraft {
  @TextField({
    description: 'Unique among the providers, compared without case',
    example: 'Anthropic, team account',
    min: 1,
    max: TEXT_LENGTHS.name,
  })
  readonly name: string;

  @ChoiceField({
    description: 'Decides the wire format and how the key is sent',
    choices: PROVIDER_TYPES,
    name: 'ProviderType',
    example: 'claude',
  })
  readonly type: ProviderType;

  @field(
    {
      description: 'http or https address of the upstream, without credentials and fragment',
      example: 'https://api.anthropic.com',
    },
    { type: 'string', format: 'uri', maxLength: TEXT_LENGTHS.url },
    upstreamUrlCheck,
    trim,
  )
  readonly url: string;

  @field(
    { description: 'The upstream credential. It is sealed at once and never answered again.' },
    {
      type: 'string',
      format: 'password',
      minLength: 1,
      maxLength: TEXT_LENGTHS.providerKey,
      writeOnly: true,
    },
    credentialCheck,
    trim,
  )
  readonly key: string;

  @FlagField({ description: 'Off: no request goes there', default: true, presence: 'optional' })
  readonly isEnabled?: boolean;

  @IntegerField({
    description: 'Share among the providers of the same priority; 0 means none',
    range: FIELD_RANGES.weight,
    presence: 'optional',
  })
  readonly weight?: number;

  @IntegerField({
    description: 'Lower ones are tried first',
    range: FIELD_RANGES.priority,
    presence: 'optional',
  })
  readonly priority?: number;

  @DecimalField({
    description: 'Factor on the cost of every request',
    example: '1.25',
    range: FIELD_RANGES.costMultiplier,
    decimals: 4,
    default: String(FIELD_RANGES.costMultiplier.default),
    presence: 'optional',
  })
  readonly costMultiplier?: string;

  @TextListField({
    description: 'Names of the provider groups it belongs to',
    example: ['default'],
    item: { min: 1, max: TEXT_LENGTHS.groupName },
    maxItems: LIST_LENGTHS.groups,
    presence: 'optional',
  })
  readonly groups?: string[];

  @ModelRulesField({ description: 'Models it serves; empty means all', presence: 'optional' })
  readonly allowedModels?: ModelRuleDto[];

  @IntegerField({
    description: `Longest wait for the first byte of a streamed answer. ${MS}`,
    range: FIELD_RANGES.timeoutFirstByte,
    presence: 'optional',
  })
  readonly timeoutFirstByte?: number;

  @IntegerField({
    description: `Longest silence within a streamed answer. ${MS}`,
    range: FIELD_RANGES.timeoutIdle,
    presence: 'optional',
  })
  readonly timeoutIdle?: number;

  @IntegerField({
    description: `Longest wait for an answer that is not streamed. ${MS}`,
    range: FIELD_RANGES.timeoutRequest,
    presence: 'optional',
  })
  readonly timeoutRequest?: number;

  @TextField({
    description: 'For the administrators’ eyes only',
    max: TEXT_LENGTHS.note,
    multiline: true,
    default: '',
    presence: 'optional',
  })
  readonly notes?: string;
}

/** Fields of a provider to change; absent ones stay, the key too. */
export class ProviderPatch extends PartialType(ProviderDraft, { skipNullProperties: false }) {}
