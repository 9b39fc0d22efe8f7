import {
  LIMIT_KINDS,
  LIMIT_SUBJECTS,
  type LimitKind,
  type LimitSubject,
  RESET_MODES,
  type ResetMode,
} from '@cch/contracts/limit-kinds';
import { ApiProperty } from '@nestjs/swagger';
import { ChoiceField, field } from '../admin/fields/fields';
import { MAX_ID } from '../admin/fields/query-fields';
import { integerCheck, listCheck } from '../admin/fields/value-checks';

/** As many as a page of a list may have on a screen. */
const MOST_SUBJECTS = 100;

const idsCheck = listCheck(integerCheck({ min: 1, max: MAX_ID }), MOST_SUBJECTS);

export class LimitUsageQuery {
  @ChoiceField({ description: 'Whose limits', choices: LIMIT_SUBJECTS, name: 'LimitSubject' })
  readonly subject: LimitSubject;

  @field(
    { description: `Ids with commas between them, ${MOST_SUBJECTS} at most`, example: '7,12' },
    { type: 'string', pattern: String.raw`^\d+(,\d+)*$` },
    idsCheck,
    readIds,
  )
  readonly ids: number[];
}

function readIds(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const ids = value.split(',').map((text) => (/^\d{1,15}$/.test(text) ? Number(text) : text));
  return [...new Set(ids)];
}

const Amount = (description: string) => ApiProperty({ type: 'string', nullable: true, description });
const Time = (description: string) =>
  ApiProperty({ type: 'string', format: 'date-time', nullable: true, description });

/** One limit and how much of it is used. Amounts are decimal texts: USD, or for `rpm` and `concurrent_sessions` a number. */
export class LimitStandingView {
  @ApiProperty({ enum: LIMIT_KINDS, enumName: 'LimitKind' })
  readonly kind: LimitKind;

  @Amount('Null: there is no limit')
  readonly limit: string | null;

  @Amount(
    'Money is what the ledger has, which is a second behind at most. Requests and sessions are counted in Redis: null while it is away, and without a limit',
  )
  readonly used: string | null;

  @Amount('Money that is reserved for requests under way; null while Redis is away, and for what is no money')
  readonly reserved: string | null;

  @Amount('Never negative; null without a limit, and while it is not known what is used')
  readonly remaining: string | null;

  @ApiProperty({
    enum: RESET_MODES,
    enumName: 'ResetMode',
    nullable: true,
    description: 'How the window moves; null for `spend_total` and `concurrent_sessions`, which have none',
  })
  readonly mode: ResetMode | null;

  @Time(
    'What was used since then counts. A fixed window of five hours opens with the first use: null until then',
  )
  readonly windowStart: string | null;

  @Time('When all of it is free again; null where there is no such moment')
  readonly resetAt: string | null;

  @ApiProperty({ description: 'Whether it comes back bit by bit: as use grows old, or sessions end' })
  readonly resetsGradually: boolean;
}

/** How a user, key or provider stands with its limits. */
export class LimitUsageView {
  @ApiProperty({ enum: LIMIT_SUBJECTS, enumName: 'LimitSubject' })
  readonly subject: LimitSubject;

  @ApiProperty({ type: 'integer' })
  readonly id: number;

  @ApiProperty({ description: 'False while limits are switched off (ENABLE_RATE_LIMIT)' })
  readonly isEnforced: boolean;

  @Time('Spend of before counts no more; of a key, the later one of its own reset and its user’s')
  readonly limitsResetAt: string | null;

  @ApiProperty({ type: [LimitStandingView] })
  readonly limits: readonly LimitStandingView[];
}

export class LimitUsageList {
  @ApiProperty({ type: [LimitUsageView], description: 'In the order of the ids, without unknown ones' })
  readonly items: readonly LimitUsageView[];
}
