import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { type LimitKind, OUTAGE_POLICIES, type OutagePolicy } from '@cch/contracts/limit-kinds';
import {
  BILLED_MODELS,
  type BilledModel,
  type HubSettings,
  SETTING_SOURCES,
  type SettingSource,
  UNPRICED_POLICIES,
  type UnpricedPolicy,
} from '@cch/contracts/settings';
import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { type Check, fault, NO_FAULT } from '../admin/fields/check';
import { ChoiceField, field, IntegerField, trim } from '../admin/fields/fields';
import { objectCheck, textCheck } from '../admin/fields/value-checks';
import { type SettingName, timeZoneOf } from './setting-definitions';

/** No name in the IANA data base is half as long. */
const TIME_ZONE_LENGTH = 64;
const zoneText = textCheck({ min: 1, max: TIME_ZONE_LENGTH });

const timeZoneCheck: Check = (value, object) => {
  const faults = zoneText(value, object);
  if (faults.length > 0) return faults;
  return timeZoneOf(value) === undefined
    ? fault('not_a_choice', 'must be the IANA name of a time zone, such as Asia/Shanghai')
    : NO_FAULT;
};

const PolicyField = () =>
  ChoiceField({
    description: 'null means the default',
    choices: OUTAGE_POLICIES,
    name: 'OutagePolicy',
    presence: 'nullable',
  });

/** What to do without Redis, kind by kind; a kind that is absent stays. */
export class LimitOutagePatch implements Partial<Record<LimitKind, OutagePolicy | null>> {
  @PolicyField()
  readonly rpm?: OutagePolicy | null;

  @PolicyField()
  readonly concurrent_sessions?: OutagePolicy | null;

  @PolicyField()
  readonly spend_5h?: OutagePolicy | null;

  @PolicyField()
  readonly spend_daily?: OutagePolicy | null;

  @PolicyField()
  readonly spend_weekly?: OutagePolicy | null;

  @PolicyField()
  readonly spend_monthly?: OutagePolicy | null;

  @PolicyField()
  readonly spend_total?: OutagePolicy | null;
}

/** Settings to change; absent ones stay, null sets one back to its default. */
@ApiExtraModels(LimitOutagePatch)
export class SettingsPatch {
  @field(
    {
      description: 'IANA name; days, weeks, months and hours of activity are counted in it',
      example: 'Asia/Shanghai',
      presence: 'nullable',
    },
    { type: 'string', maxLength: TIME_ZONE_LENGTH },
    timeZoneCheck,
    trim,
  )
  readonly timeZone?: string | null;

  @ChoiceField({
    description: 'Whose price counts first when a redirect has changed the model',
    choices: BILLED_MODELS,
    name: 'BilledModel',
    presence: 'nullable',
  })
  readonly billedModel?: BilledModel | null;

  @ChoiceField({
    description: 'Whether a model without a price is served at cost 0 and flagged, or refused',
    choices: UNPRICED_POLICIES,
    name: 'UnpricedPolicy',
    presence: 'nullable',
  })
  readonly unpricedModels?: UnpricedPolicy | null;

  @IntegerField({
    description: 'Output tokens that a request is expected to use at most, when limits reserve for it',
    range: FIELD_RANGES.estimatedOutputTokens,
    presence: 'nullable',
  })
  readonly estimatedOutputTokens?: number | null;

  @LimitOutageField()
  readonly limitOutage?: LimitOutagePatch | null;
}

function LimitOutageField() {
  return applyDecorators(
    field(
      { description: 'What limits are worth while Redis is away', presence: 'nullable' },
      { oneOf: [{ $ref: getSchemaPath(LimitOutagePatch) }] },
      objectCheck,
    ),
    ValidateNested(),
    Type(() => LimitOutagePatch),
  );
}

const PolicyView = () => ApiProperty({ enum: OUTAGE_POLICIES, enumName: 'OutagePolicy' });

/** While Redis is away: `open` lets everything pass, `closed` refuses, `local` counts in each process. */
export class LimitOutageView implements Record<LimitKind, OutagePolicy> {
  @PolicyView()
  readonly rpm: OutagePolicy;

  @PolicyView()
  readonly concurrent_sessions: OutagePolicy;

  @PolicyView()
  readonly spend_5h: OutagePolicy;

  @PolicyView()
  readonly spend_daily: OutagePolicy;

  @PolicyView()
  readonly spend_weekly: OutagePolicy;

  @PolicyView()
  readonly spend_monthly: OutagePolicy;

  @PolicyView()
  readonly spend_total: OutagePolicy;
}

const SourceView = () => ApiProperty({ enum: SETTING_SOURCES, enumName: 'SettingSource' });

/** Where each value comes from: a person has set it (`stored`), or it is the default of the hub or of its environment. */
export class SettingSourcesView implements Record<SettingName, SettingSource> {
  @SourceView()
  readonly timeZone: SettingSource;

  @SourceView()
  readonly billedModel: SettingSource;

  @SourceView()
  readonly unpricedModels: SettingSource;

  @SourceView()
  readonly estimatedOutputTokens: SettingSource;

  @SourceView()
  readonly limitOutage: SettingSource;
}

/** The settings in force. */
export class SettingsView implements HubSettings {
  @ApiProperty({ example: 'Asia/Shanghai' })
  readonly timeZone: string;

  @ApiProperty({ enum: BILLED_MODELS, enumName: 'BilledModel' })
  readonly billedModel: BilledModel;

  @ApiProperty({ enum: UNPRICED_POLICIES, enumName: 'UnpricedPolicy' })
  readonly unpricedModels: UnpricedPolicy;

  @ApiProperty({ type: 'integer', example: FIELD_RANGES.estimatedOutputTokens.default })
  readonly estimatedOutputTokens: number;

  @ApiProperty()
  readonly limitOutage: LimitOutageView;

  @ApiProperty({ description: 'By the name of the setting' })
  readonly sources: SettingSourcesView;
}
