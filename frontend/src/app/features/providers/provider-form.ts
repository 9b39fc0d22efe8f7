import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import type { ProviderType } from '@cch/contracts/provider-types';
import { NO_SPEND_LIMITS, toSpendLimitForm, toSpendLimits, type SpendLimitForm } from '../limits/limit-form';
import { fromPairs, parseObject, toJsonText, toPairs } from './request-changes';
import type { ModelRedirect, ModelRule, Provider, ProviderDraft } from './providers-api';
import type { NameValue } from './name-values';

/** Milliseconds. */
const MINUTE_MS = 60_000;

/** The editor's fields. Waiting times are seconds or minutes here and milliseconds in the API. */
export interface ProviderForm extends SpendLimitForm {
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
  readonly groupPriorities: Readonly<Record<string, number>>;
  readonly modelRedirects: readonly ModelRedirect[];
  readonly allowedClients: readonly string[];
  readonly blockedClients: readonly string[];
  /** `HH:mm`, or empty. */
  readonly activeTimeStart: string;
  readonly activeTimeEnd: string;
  readonly maxRetryAttempts: number | null;
  readonly circuitBreakerFailureThreshold: number | null;
  /** Minutes. */
  readonly circuitBreakerOpenDuration: number | null;
  readonly circuitBreakerHalfOpenSuccessThreshold: number | null;
  /** Empty for none. */
  readonly proxyUrl: string;
  readonly proxyFallbackToDirect: boolean;
  readonly customHeaders: readonly NameValue[];
  /** JSON text. */
  readonly parameterOverrides: string;
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
  groupPriorities: {},
  modelRedirects: [],
  allowedClients: [],
  blockedClients: [],
  activeTimeStart: '',
  activeTimeEnd: '',
  maxRetryAttempts: FIELD_RANGES.maxRetryAttempts.default,
  circuitBreakerFailureThreshold: FIELD_RANGES.circuitBreakerFailureThreshold.default,
  circuitBreakerOpenDuration: FIELD_RANGES.circuitBreakerOpenDuration.default / MINUTE_MS,
  circuitBreakerHalfOpenSuccessThreshold: FIELD_RANGES.circuitBreakerHalfOpenSuccessThreshold.default,
  proxyUrl: '',
  proxyFallbackToDirect: false,
  customHeaders: [],
  parameterOverrides: '',
  notes: '',
  ...NO_SPEND_LIMITS,
};

export function toForm(provider: Provider): ProviderForm {
  return {
    name: provider.name,
    type: provider.type,
    url: provider.url,
    key: '',
    isEnabled: provider.isEnabled,
    priority: provider.priority,
    weight: provider.weight,
    costMultiplier: provider.costMultiplier,
    groups: provider.groups,
    groupPriorities: provider.groupPriorities,
    allowedModels: provider.allowedModels,
    modelRedirects: provider.modelRedirects,
    allowedClients: provider.allowedClients,
    blockedClients: provider.blockedClients,
    activeTimeStart: provider.activeTimeStart ?? '',
    activeTimeEnd: provider.activeTimeEnd ?? '',
    maxRetryAttempts: provider.maxRetryAttempts,
    circuitBreakerFailureThreshold: provider.circuitBreakerFailureThreshold,
    circuitBreakerOpenDuration: provider.circuitBreakerOpenDuration / MINUTE_MS,
    circuitBreakerHalfOpenSuccessThreshold: provider.circuitBreakerHalfOpenSuccessThreshold,
    proxyUrl: provider.proxyUrl ?? '',
    proxyFallbackToDirect: provider.proxyFallbackToDirect,
    customHeaders: toPairs(provider.customHeaders),
    parameterOverrides: toJsonText(provider.parameterOverrides),
    timeoutFirstByte: provider.timeoutFirstByte / 1000,
    timeoutIdle: provider.timeoutIdle / 1000,
    timeoutRequest: provider.timeoutRequest / 1000,
    notes: provider.notes,
    ...toSpendLimitForm(provider),
  };
}

export function toDraft(form: ProviderForm): ProviderDraft {
  const breaker = FIELD_RANGES.circuitBreakerHalfOpenSuccessThreshold;
  return {
    ...form,
    ...toSpendLimits(form),
    groups: [...form.groups],
    groupPriorities: ofGroups(form),
    allowedModels: [...form.allowedModels],
    modelRedirects: [...form.modelRedirects],
    allowedClients: [...form.allowedClients],
    blockedClients: [...form.blockedClients],
    activeTimeStart: form.activeTimeStart.trim() || null,
    activeTimeEnd: form.activeTimeEnd.trim() || null,
    proxyUrl: form.proxyUrl.trim() || null,
    customHeaders: fromPairs(form.customHeaders),
    parameterOverrides: parseObject(form.parameterOverrides) ?? {},
    priority: form.priority ?? FIELD_RANGES.priority.default,
    weight: form.weight ?? FIELD_RANGES.weight.default,
    maxRetryAttempts: form.maxRetryAttempts ?? FIELD_RANGES.maxRetryAttempts.default,
    circuitBreakerFailureThreshold:
      form.circuitBreakerFailureThreshold ?? FIELD_RANGES.circuitBreakerFailureThreshold.default,
    circuitBreakerOpenDuration: Math.round((form.circuitBreakerOpenDuration ?? 0) * MINUTE_MS),
    circuitBreakerHalfOpenSuccessThreshold: form.circuitBreakerHalfOpenSuccessThreshold ?? breaker.default,
    timeoutFirstByte: toMs(form.timeoutFirstByte),
    timeoutIdle: toMs(form.timeoutIdle),
    timeoutRequest: toMs(form.timeoutRequest),
  };
}

// A priority for a group that the provider has left would refer to nothing.
function ofGroups({ groups, groupPriorities }: ProviderForm): Record<string, number> {
  return Object.fromEntries(Object.entries(groupPriorities).filter(([group]) => groups.includes(group)));
}

function toMs(seconds: number | null): number {
  return Math.round((seconds ?? 0) * 1000);
}
