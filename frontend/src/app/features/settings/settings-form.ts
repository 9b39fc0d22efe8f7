import type { SchemaPathTree } from '@angular/forms/signals';
import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import type { LimitKind, OutagePolicy } from '@cch/contracts/limit-kinds';
import type { BilledModel, UnpricedPolicy } from '@cch/contracts/settings';
import { changedFields } from '../../core/changed-fields';
import { numberRule } from '../../core/form-rules';
import type { SettingsPatch, SettingsView } from './settings-api';

export interface SettingsForm {
  readonly timeZone: string;
  readonly billedModel: BilledModel;
  readonly unpricedModels: UnpricedPolicy;
  readonly estimatedOutputTokens: number | null;
  readonly limitOutage: Readonly<Record<LimitKind, OutagePolicy>>;
}

/** Shown by nobody: the form is drawn once the settings are known. */
export const UNKNOWN_SETTINGS: SettingsForm = {
  timeZone: '',
  billedModel: 'original',
  unpricedModels: 'flag',
  estimatedOutputTokens: FIELD_RANGES.estimatedOutputTokens.default,
  limitOutage: {
    rpm: 'open',
    concurrent_sessions: 'open',
    spend_5h: 'open',
    spend_daily: 'open',
    spend_weekly: 'open',
    spend_monthly: 'open',
    spend_total: 'open',
  },
};

export function toForm({ sources: _sources, ...values }: SettingsView): SettingsForm {
  return values;
}

export function settingsRules(path: SchemaPathTree<SettingsForm>): void {
  numberRule(path.estimatedOutputTokens, FIELD_RANGES.estimatedOutputTokens, { isWhole: true });
}

/** What is sent: only what was changed, so that everything else keeps following its default. */
export function toPatch(before: SettingsForm, after: SettingsForm): SettingsPatch {
  const { limitOutage, ...plain } = changedFields(before, after);
  return {
    ...plain,
    ...(limitOutage ? { limitOutage: changedFields(before.limitOutage, limitOutage) } : {}),
  };
}

/** All time zones that the browser knows, and the one in force even if it does not. */
export function zoneChoices(current: string): readonly string[] {
  return [
    ...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), ...(current ? [current] : [])]),
  ].toSorted();
}
