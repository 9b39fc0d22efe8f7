import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { RESET_MODES, type ResetMode } from '@cch/contracts/limit-kinds';
import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, DecimalField, field, IntegerField } from '../admin/fields/fields';
import { clockTimeCheck } from '../admin/fields/value-checks';

/** Decimals of a limit in USD. */
const USD_DECIMALS = 6;

const usdField = (span: string, range: { readonly min: number; readonly max: number }) =>
  DecimalField({
    description: `USD that may be spent ${span}, decimal text; null and 0 mean no limit`,
    example: '25.5',
    range,
    decimals: USD_DECIMALS,
    presence: 'nullable',
  });

/** Limits of money and sessions, to be set. */
export class SpendLimitsDraft {
  @usdField('in five hours', FIELD_RANGES.limit5hUsd)
  readonly limit5hUsd?: string | null;

  @ChoiceField({
    description: 'Five hours back from now, or five hours from the first use on',
    choices: RESET_MODES,
    name: 'ResetMode',
    default: 'rolling',
    presence: 'optional',
  })
  readonly limit5hResetMode?: ResetMode;

  @usdField('in a day', FIELD_RANGES.limitDailyUsd)
  readonly limitDailyUsd?: string | null;

  @ChoiceField({
    description: 'From one dailyResetTime to the next, or 24 hours back from now',
    choices: RESET_MODES,
    name: 'ResetMode',
    default: 'fixed',
    presence: 'optional',
  })
  readonly dailyResetMode?: ResetMode;

  @field(
    {
      description: 'HH:mm in the hub’s time zone, for a fixed daily limit',
      example: '00:00',
      presence: 'optional',
    },
    { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', default: '00:00' },
    clockTimeCheck,
  )
  readonly dailyResetTime?: string;

  @usdField('in a week, from Monday 00:00 on', FIELD_RANGES.limitWeeklyUsd)
  readonly limitWeeklyUsd?: string | null;

  @usdField('in a month, from the first day 00:00 on', FIELD_RANGES.limitMonthlyUsd)
  readonly limitMonthlyUsd?: string | null;

  @usdField('in all', FIELD_RANGES.limitTotalUsd)
  readonly limitTotalUsd?: string | null;

  @IntegerField({
    description: 'Sessions that may be active at once; null and 0 mean no limit',
    example: 5,
    range: FIELD_RANGES.limitConcurrentSessions,
    presence: 'nullable',
  })
  readonly limitConcurrentSessions?: number | null;
}

/** Limits of a user or a key, to be set. */
export class CallerLimitsDraft extends SpendLimitsDraft {
  @IntegerField({
    description: 'Requests in any 60 seconds; null and 0 mean no limit',
    example: 60,
    range: FIELD_RANGES.rpmLimit,
    presence: 'nullable',
  })
  readonly rpmLimit?: number | null;
}

const UsdView = () =>
  ApiProperty({ type: 'string', nullable: true, description: 'USD as decimal text', example: '25.5' });

export class SpendLimitsView {
  @UsdView()
  readonly limit5hUsd: string | null;

  @ApiProperty({ enum: RESET_MODES, enumName: 'ResetMode' })
  readonly limit5hResetMode: ResetMode;

  @UsdView()
  readonly limitDailyUsd: string | null;

  @ApiProperty({ enum: RESET_MODES, enumName: 'ResetMode' })
  readonly dailyResetMode: ResetMode;

  @ApiProperty({ example: '00:00' })
  readonly dailyResetTime: string;

  @UsdView()
  readonly limitWeeklyUsd: string | null;

  @UsdView()
  readonly limitMonthlyUsd: string | null;

  @UsdView()
  readonly limitTotalUsd: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 5 })
  readonly limitConcurrentSessions: number | null;

  @ApiProperty({
    type: 'string',
    format: 'date-time',
    nullable: true,
    description: 'Spend of before counts no more',
  })
  readonly limitsResetAt: string | null;
}

export class CallerLimitsView extends SpendLimitsView {
  @ApiProperty({ type: 'integer', nullable: true, description: 'Requests in any 60 seconds', example: 60 })
  readonly rpmLimit: number | null;
}
