import { TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { ChoiceField, TextField, TimeField } from '../admin/fields/fields';
import { QueryId, QueryInteger } from '../admin/fields/query-fields';
import { PageQuery } from '../admin/page-query';

export const USAGE_LOG_SORTS = ['-createdAt', 'createdAt'] as const;

export class UsageLogQuery extends PageQuery {
  @ChoiceField({
    description: 'Newest first, or oldest first',
    choices: USAGE_LOG_SORTS,
    name: 'UsageLogSort',
    default: '-createdAt',
    presence: 'optional',
  })
  readonly sort?: (typeof USAGE_LOG_SORTS)[number];

  @TimeField({
    description: 'Requests of this moment and later',
    example: '2026-01-31T00:00:00Z',
    presence: 'optional',
  })
  readonly from?: string;

  @TimeField({
    description: 'Requests before this moment',
    example: '2026-02-01T00:00:00Z',
    presence: 'optional',
  })
  readonly to?: string;

  @QueryId({ description: 'Only requests of this user' })
  readonly userId?: number;

  @QueryId({ description: 'Only requests with this key' })
  readonly keyId?: number;

  @QueryId({ description: 'Only requests that this provider answered last' })
  readonly providerId?: number;

  @TextField({
    description: 'Only requests that asked for this model (`requestedModel`)',
    max: TEXT_LENGTHS.pattern,
    presence: 'optional',
  })
  readonly model?: string;

  @TextField({ description: 'Only requests of this session', max: 512, presence: 'optional' })
  readonly sessionId?: string;

  @QueryInteger({
    description: 'Only requests the client got this status for; 499 when it left first',
    range: { min: 100, max: 599 },
  })
  readonly status?: number;

  @TextField({ description: 'Only requests that ended with this code', max: 128, presence: 'optional' })
  readonly errorCode?: string;
}
