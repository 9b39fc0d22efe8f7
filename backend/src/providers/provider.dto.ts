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
import { customHeadersCheck, groupPrioritiesCheck, parameterOverridesCheck } from './map-checks';
import { ModelRedirectDto, ModelRedirectsField, ModelRuleDto, ModelRulesField } from './model-rule.dto';
import { clockTimeCheck } from '../admin/fields/value-checks';
import { credentialCheck, proxyUrlCheck, upstreamUrlCheck } from './provider-checks';
import { SpendLimitsDraft } from '../limits/limits.dto';

const CLOCK_TIME = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', default: null } as const;

const MS = 'Milliseconds; 0 means no limit';

/** A provider to create. */
@ApiExtraModels(ModelRuleDto, ModelRedirectDto)
export class ProviderDraft extends SpendLimitsDraft {
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

  @field(
    {
      description: 'Priorities that hold instead for callers of these provider groups',
      example: { premium: 0 },
      presence: 'optional',
    },
    { type: 'object', additionalProperties: { type: 'integer', minimum: 0 }, default: {} },
    groupPrioritiesCheck,
  )
  readonly groupPriorities?: Record<string, number>;

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

  @ModelRedirectsField({
    description: 'Models that are asked for under another name; the first rule that matches decides',
    presence: 'optional',
  })
  readonly modelRedirects?: ModelRedirectDto[];

  @field(
    {
      description: 'Changes to the request body as a JSON Merge Patch (RFC 7396): null removes a member',
      example: { max_tokens: 32_000 },
      presence: 'optional',
    },
    { type: 'object', additionalProperties: true, default: {} },
    parameterOverridesCheck,
  )
  readonly parameterOverrides?: Record<string, unknown>;

  @field(
    {
      description:
        'Headers that are sent upstream in place of the client’s. Values that look like credentials are answered as `****`; sent back like that they stay.',
      example: { 'x-team': 'platform' },
      presence: 'optional',
    },
    { type: 'object', additionalProperties: { type: 'string' }, default: {} },
    customHeadersCheck,
  )
  readonly customHeaders?: Record<string, string>;

  @TextListField({
    description:
      'Clients it serves, by name (`claude-code`, `codex-cli`, `gemini-cli`), part of the user agent, or pattern with `*`; empty means all',
    example: ['claude-code'],
    item: { min: 1, max: TEXT_LENGTHS.client },
    maxItems: LIST_LENGTHS.clients,
    presence: 'optional',
  })
  readonly allowedClients?: string[];

  @TextListField({
    description: 'Clients it does not serve, in the same words; they win over the allowed ones',
    example: ['curl/*'],
    item: { min: 1, max: TEXT_LENGTHS.client },
    maxItems: LIST_LENGTHS.clients,
    presence: 'optional',
  })
  readonly blockedClients?: string[];

  @field(
    {
      description: 'Beginning of its daily hours in the system’s time zone; the window may run over midnight',
      example: '22:00',
      presence: 'nullable',
    },
    CLOCK_TIME,
    clockTimeCheck,
    trim,
  )
  readonly activeTimeStart?: string | null;

  @field(
    { description: 'End of its daily hours, itself outside them', example: '08:00', presence: 'nullable' },
    CLOCK_TIME,
    clockTimeCheck,
    trim,
  )
  readonly activeTimeEnd?: string | null;

  @IntegerField({
    description: 'Attempts of one request at this provider, the first one included',
    range: FIELD_RANGES.maxRetryAttempts,
    presence: 'optional',
  })
  readonly maxRetryAttempts?: number;

  @IntegerField({
    description: 'Consecutive failed requests that open its circuit breaker; 0 switches the breaker off',
    range: FIELD_RANGES.circuitBreakerFailureThreshold,
    presence: 'optional',
  })
  readonly circuitBreakerFailureThreshold?: number;

  @IntegerField({
    description: 'Milliseconds until an open circuit breaker lets trial requests through',
    range: FIELD_RANGES.circuitBreakerOpenDuration,
    presence: 'optional',
  })
  readonly circuitBreakerOpenDuration?: number;

  @IntegerField({
    description: 'Successful trial requests that close the circuit breaker, and how many may run at once',
    range: FIELD_RANGES.circuitBreakerHalfOpenSuccessThreshold,
    presence: 'optional',
  })
  readonly circuitBreakerHalfOpenSuccessThreshold?: number;

  @field(
    {
      description:
        'Egress proxy: http, https, socks5 (names are resolved here) or socks5h (by the proxy), with user and password where it needs them. Answered with the password as `****`; sent back like that it stays.',
      example: 'socks5://user:password@127.0.0.1:1080',
      presence: 'nullable',
    },
    { type: 'string', maxLength: TEXT_LENGTHS.proxyUrl, default: null },
    proxyUrlCheck,
    trim,
  )
  readonly proxyUrl?: string | null;

  @FlagField({
    description: 'Whether to go straight when the proxy does not work',
    default: false,
    presence: 'optional',
  })
  readonly proxyFallbackToDirect?: boolean;

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
