import { LIMIT_KINDS, LIMIT_SUBJECTS, type LimitKind, type LimitSubject } from '@cch/contracts/limit-kinds';
import { ApiProperty, IntersectionType } from '@nestjs/swagger';
import { ChoiceField, TimeField } from '../admin/fields/fields';
import { QueryId } from '../admin/fields/query-fields';
import { NextCursor } from '../admin/next-cursor.decorator';
import { PageQuery } from '../admin/page-query';

/** Which refusals are meant. */
export class RateLimitEventFilter {
  @TimeField({
    description: 'Refusals of this moment and later',
    example: '2026-01-31T00:00:00Z',
    presence: 'optional',
  })
  readonly from?: string;

  @TimeField({
    description: 'Refusals before this moment',
    example: '2026-02-01T00:00:00Z',
    presence: 'optional',
  })
  readonly to?: string;

  @QueryId({ description: 'Only requests of this user' })
  readonly userId?: number;

  @QueryId({ description: 'Only requests with this key' })
  readonly keyId?: number;

  @ChoiceField({
    description: 'Only refusals by this kind of limit',
    choices: LIMIT_KINDS,
    name: 'LimitKind',
    presence: 'optional',
  })
  readonly kind?: LimitKind;

  @ChoiceField({
    description: 'Only refusals by limits of keys, or of users',
    choices: LIMIT_SUBJECTS,
    name: 'LimitSubject',
    presence: 'optional',
  })
  readonly subject?: LimitSubject;
}

export const RATE_LIMIT_EVENT_SORTS = ['-at', 'at'] as const;

export class RateLimitEventQuery extends IntersectionType(PageQuery, RateLimitEventFilter) {
  @ChoiceField({
    description: 'Newest first, or oldest first',
    choices: RATE_LIMIT_EVENT_SORTS,
    name: 'RateLimitEventSort',
    default: '-at',
    presence: 'optional',
  })
  readonly sort?: (typeof RATE_LIMIT_EVENT_SORTS)[number];
}

const Amount = (description?: string) => ApiProperty({ type: 'string', description, example: '25.5' });

/** A request that was refused by a limit. Amounts are decimal texts: USD, or for `rpm` and `concurrent_sessions` a number. */
export class RateLimitEventView {
  @ApiProperty({ type: 'integer' })
  readonly id: number;

  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly at: string;

  @ApiProperty({ format: 'uuid', description: 'Of the request in the usage log' })
  readonly requestId: string;

  @ApiProperty({ type: 'integer' })
  readonly userId: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Also of deleted users' })
  readonly userName: string | null;

  @ApiProperty({ type: 'integer' })
  readonly keyId: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Also of deleted keys' })
  readonly keyName: string | null;

  @ApiProperty({ enum: LIMIT_SUBJECTS, enumName: 'LimitSubject', description: 'Whose limit it was' })
  readonly subject: LimitSubject;

  @ApiProperty({ enum: LIMIT_KINDS, enumName: 'LimitKind' })
  readonly kind: LimitKind;

  @Amount()
  readonly limit: string;

  @Amount()
  readonly used: string;

  @Amount('For requests under way')
  readonly reserved: string;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'When some of it was to be free again; null where there was no such moment',
  })
  readonly resetAt: string | null;

  @ApiProperty({ type: 'string', nullable: true, description: 'What the client asked for' })
  readonly model: string | null;
}

export class RateLimitEventPage {
  @ApiProperty({ type: [RateLimitEventView] })
  readonly items: readonly RateLimitEventView[];

  @NextCursor()
  readonly nextCursor: string | null;
}
