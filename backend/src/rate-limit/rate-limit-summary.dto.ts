import type { LimitKind } from '@cch/contracts/limit-kinds';
import type { BucketSize } from '@cch/domain/schedule/time-buckets';
import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField } from '../admin/fields/fields';
import { RateLimitEventFilter } from './rate-limit-event.dto';

export const BUCKET_SIZES = ['hour', 'day'] as const satisfies readonly BucketSize[];

export class RateLimitSummaryQuery extends RateLimitEventFilter {
  @ChoiceField({
    description:
      'How finely to count, in the hub’s time zone. By the hour 31 days at most, and a day without `from`; by the day 366, and 30 without `from`',
    choices: BUCKET_SIZES,
    name: 'BucketSize',
    default: 'hour',
    presence: 'optional',
  })
  readonly bucket?: BucketSize;
}

const Count = (description?: string) => ApiProperty({ type: 'integer', description });

/** Refusals by the kind of limit. */
export class LimitKindCounts implements Record<LimitKind, number> {
  @Count()
  readonly rpm: number;

  @Count()
  readonly concurrent_sessions: number;

  @Count()
  readonly spend_5h: number;

  @Count()
  readonly spend_daily: number;

  @Count()
  readonly spend_weekly: number;

  @Count()
  readonly spend_monthly: number;

  @Count()
  readonly spend_total: number;
}

export class RateLimitBucketView {
  @ApiProperty({
    type: 'string',
    format: 'date-time',
    description: 'Beginning of the hour or day, which ends with the next one',
  })
  readonly start: string;

  @Count()
  readonly total: number;

  @ApiProperty()
  readonly kinds: LimitKindCounts;
}

export class RefusedUserView {
  @ApiProperty({ type: 'integer' })
  readonly id: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Also of deleted users' })
  readonly name: string | null;

  @Count('Refused requests')
  readonly count: number;
}

export class RefusedKeyView {
  @ApiProperty({ type: 'integer' })
  readonly id: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Also of deleted keys' })
  readonly name: string | null;

  @ApiProperty({ type: 'integer' })
  readonly userId: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Also of deleted users' })
  readonly userName: string | null;

  @Count('Refused requests')
  readonly count: number;
}

/** Refusals by limits in a range of time. */
export class RateLimitSummaryView {
  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly from: string;

  @ApiProperty({ type: 'string', format: 'date-time', description: 'The first moment that no longer counts' })
  readonly to: string;

  @ApiProperty({ enum: BUCKET_SIZES, enumName: 'BucketSize' })
  readonly bucket: BucketSize;

  @ApiProperty({ description: 'IANA name', example: 'Asia/Shanghai' })
  readonly timeZone: string;

  @Count('Refused requests')
  readonly total: number;

  @ApiProperty()
  readonly kinds: LimitKindCounts;

  @Count('Users with at least one refused request')
  readonly affectedUsers: number;

  @Count('Keys with at least one refused request')
  readonly affectedKeys: number;

  @ApiProperty({ type: [RateLimitBucketView], description: 'All hours or days of the range, in order' })
  readonly buckets: readonly RateLimitBucketView[];

  @ApiProperty({ type: [RefusedUserView], description: 'Those refused most often, 10 at most' })
  readonly users: readonly RefusedUserView[];

  @ApiProperty({ type: [RefusedKeyView], description: 'Those refused most often, 10 at most' })
  readonly keys: readonly RefusedKeyView[];
}
