import type { SchemaPathTree } from '@angular/forms/signals';
import { FIELD_RANGES, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import type { ProviderType } from '@cch/contracts/provider-types';
import { validate } from '@angular/forms/signals';
import { decimalRule, numberRule, textRule } from '../../core/form-rules';
import { findRuleFault } from './model-rule-fault';
import type { ModelRule, Provider, ProviderDraft } from './providers-api';

const MULTIPLIER_DECIMALS = 4;

/** The editor's fields. Waiting times are seconds here and milliseconds in the API. */
export interface ProviderForm {
  readonly name: string;
  readonly type: ProviderType;
  readonly url: string;
  /** Empty when an existing provider keeps its key. */
  readonly key: string;
  readonly isEnabled: boolean;
  readonly priority: number | null;
  readonly weight: number | null;
  readonly costMultiplier: string;
  readonly groups: readonly string[];
  readonly allowedModels: readonly ModelRule[];
  readonly timeoutFirstByte: number | null;
  readonly timeoutIdle: number | null;
  readonly timeoutRequest: number | null;
  readonly notes: string;
}

export const EMPTY_PROVIDER: ProviderForm = {
  name: '',
  type: 'claude',
  url: '',
  key: '',
  isEnabled: true,
  priority: FIELD_RANGES.priority.default,
  weight: FIELD_RANGES.weight.default,
  costMultiplier: String(FIELD_RANGES.costMultiplier.default),
  groups: [],
  allowedModels: [],
  timeoutFirstByte: FIELD_RANGES.timeoutFirstByte.default / 1000,
  timeoutIdle: FIELD_RANGES.timeoutIdle.default / 1000,
  timeoutRequest: FIELD_RANGES.timeoutRequest.default / 1000,
  notes: '',
};

export function toForm(provider: Provider): ProviderForm {
  const { name, type, url, isEnabled, priority, weight, costMultiplier, groups, allowedModels, notes } =
    provider;
  return {
    name,
    type,
    url,
    isEnabled,
    priority,
    weight,
    costMultiplier,
    groups,
    allowedModels,
    notes,
    key: '',
    timeoutFirstByte: provider.timeoutFirstByte / 1000,
    timeoutIdle: provider.timeoutIdle / 1000,
    timeoutRequest: provider.timeoutRequest / 1000,
  };
}

export function toDraft(form: ProviderForm): ProviderDraft {
  return {
    ...form,
    groups: [...form.groups],
    allowedModels: [...form.allowedModels],
    priority: form.priority ?? FIELD_RANGES.priority.default,
    weight: form.weight ?? FIELD_RANGES.weight.default,
    timeoutFirstByte: toMs(form.timeoutFirstByte),
    timeoutIdle: toMs(form.timeoutIdle),
    timeoutRequest: toMs(form.timeoutRequest),
  };
}

export function providerRules(path: SchemaPathTree<ProviderForm>, isNew: () => boolean): void {
  textRule(path.name, { min: 1, max: TEXT_LENGTHS.name });
  textRule(path.notes, { max: TEXT_LENGTHS.note });
  numberRule(path.priority, FIELD_RANGES.priority, { isWhole: true });
  numberRule(path.weight, FIELD_RANGES.weight, { isWhole: true });
  decimalRule(path.costMultiplier, FIELD_RANGES.costMultiplier, MULTIPLIER_DECIMALS);
  numberRule(path.timeoutFirstByte, inSeconds(FIELD_RANGES.timeoutFirstByte));
  numberRule(path.timeoutIdle, inSeconds(FIELD_RANGES.timeoutIdle));
  numberRule(path.timeoutRequest, inSeconds(FIELD_RANGES.timeoutRequest));
  validate(path.url, ({ value }) => urlFault(value().trim()));
  validate(path.key, ({ value }) => keyFault(value().trim(), isNew()));
  validate(path.allowedModels, ({ value }) => findRuleFault(value()));
}

function urlFault(text: string): { kind: string; max?: number } | undefined {
  if (text === '') return { kind: 'required' };
  if (text.length > TEXT_LENGTHS.url) return { kind: 'too_long', max: TEXT_LENGTHS.url };
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) return { kind: 'invalid_url' };
  return url.username || url.password || url.hash ? { kind: 'url_extras' } : undefined;
}

function keyFault(text: string, isNew: boolean): { kind: string } | undefined {
  if (text === '') return isNew ? { kind: 'required' } : undefined;
  return text.startsWith('{') || /^[\x21-\x7e]+$/.test(text) ? undefined : { kind: 'key_characters' };
}

function inSeconds({ min, max }: { min: number; max: number }): { min: number; max: number } {
  return { min: min / 1000, max: max / 1000 };
}

function toMs(seconds: number | null): number {
  return Math.round((seconds ?? 0) * 1000);
}
