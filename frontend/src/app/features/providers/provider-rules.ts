import { validate, type SchemaPathTree } from '@angular/forms/signals';
import { FIELD_RANGES, LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { parseClockTime } from '@cch/domain/schedule/active-hours';
import { proxyUrlFault } from '@cch/domain/upstream/proxy-url';
import { decimalRule, listRule, numberRule, textRule } from '../../core/form-rules';
import { spendLimitRules } from '../limits/limit-rules';
import { findRedirectFault, findRuleFault } from './model-rule-fault';
import type { ProviderForm } from './provider-form';
import { headersFault, overridesFault, parseObject } from './request-changes';

export const MULTIPLIER_DECIMALS = 4;
const MINUTE_MS = 60_000;

/** What the API answers for a proxy that it cannot unseal. Left like that, it is not sent. */
const HIDDEN_ALTOGETHER = '****';

interface Range {
  readonly min: number;
  readonly max: number;
}

interface Fault extends Partial<Range> {
  readonly kind: string;
}

/** The checks of the API, as typed. */
export function providerRules(path: SchemaPathTree<ProviderForm>, isNew: () => boolean): void {
  accountRules(path, isNew);
  choiceRules(path);
  failureRules(path);
  spendLimitRules(path);
  validate(path.proxyUrl, ({ value }) => proxyFault(value().trim()));
  validate(path.customHeaders, ({ value }) => headersFault(value()));
  validate(path.parameterOverrides, ({ value }) => overridesFault(value()));
}

function accountRules(path: SchemaPathTree<ProviderForm>, isNew: () => boolean): void {
  textRule(path.name, { min: 1, max: TEXT_LENGTHS.name });
  textRule(path.notes, { max: TEXT_LENGTHS.note });
  validate(path.url, ({ value }) => urlFault(value().trim()));
  validate(path.key, ({ value }) => keyFault(value().trim(), isNew()));
  decimalRule(path.costMultiplier, FIELD_RANGES.costMultiplier, MULTIPLIER_DECIMALS);
}

function choiceRules(path: SchemaPathTree<ProviderForm>): void {
  numberRule(path.priority, FIELD_RANGES.priority, { isWhole: true });
  numberRule(path.weight, FIELD_RANGES.weight, { isWhole: true });
  validate(path.groupPriorities, ({ value }) => prioritiesFault(value()));
  validate(path.allowedModels, ({ value }) => findRuleFault(value()));
  validate(path.modelRedirects, ({ value }) => findRedirectFault(value()));
  listRule(path.allowedClients, { items: LIST_LENGTHS.clients, length: TEXT_LENGTHS.client });
  listRule(path.blockedClients, { items: LIST_LENGTHS.clients, length: TEXT_LENGTHS.client });
  validate(path.activeTimeStart, ({ value, valueOf }) => timeFault(value(), valueOf(path.activeTimeEnd)));
  validate(path.activeTimeEnd, ({ value, valueOf }) => timeFault(value(), valueOf(path.activeTimeStart)));
}

function failureRules(path: SchemaPathTree<ProviderForm>): void {
  const isWhole = true;
  const { circuitBreakerFailureThreshold, circuitBreakerHalfOpenSuccessThreshold } = FIELD_RANGES;
  numberRule(path.maxRetryAttempts, FIELD_RANGES.maxRetryAttempts, { isWhole });
  numberRule(path.circuitBreakerFailureThreshold, circuitBreakerFailureThreshold, { isWhole });
  numberRule(path.circuitBreakerOpenDuration, scaled(FIELD_RANGES.circuitBreakerOpenDuration, MINUTE_MS));
  numberRule(path.circuitBreakerHalfOpenSuccessThreshold, circuitBreakerHalfOpenSuccessThreshold, {
    isWhole,
  });
  numberRule(path.timeoutFirstByte, scaled(FIELD_RANGES.timeoutFirstByte, 1000));
  numberRule(path.timeoutIdle, scaled(FIELD_RANGES.timeoutIdle, 1000));
  numberRule(path.timeoutRequest, scaled(FIELD_RANGES.timeoutRequest, 1000));
}

function urlFault(text: string): Fault | undefined {
  if (text === '') return { kind: 'required' };
  if (text.length > TEXT_LENGTHS.url) return { kind: 'too_long', max: TEXT_LENGTHS.url };
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || !url.hostname) return { kind: 'invalid_url' };
  return url.username || url.password || url.hash ? { kind: 'url_extras' } : undefined;
}

function keyFault(text: string, isNew: boolean): Fault | undefined {
  if (text === '') return isNew ? { kind: 'required' } : undefined;
  if (text.length > TEXT_LENGTHS.providerKey) return { kind: 'too_long', max: TEXT_LENGTHS.providerKey };
  const isPlain = /^[\x21-\x7e]+$/.test(text);
  return isPlain || parseObject(text) ? undefined : { kind: 'key_characters' };
}

function prioritiesFault(priorities: Readonly<Record<string, number>>): Fault | undefined {
  const { min, max } = FIELD_RANGES.priority;
  for (const priority of Object.values(priorities)) {
    if (!Number.isInteger(priority)) return { kind: 'not_whole' };
    if (priority < min || priority > max) return { kind: 'out_of_range', min, max };
  }
  return undefined;
}

function timeFault(text: string, other: string): Fault | undefined {
  if (text.trim() === '') return other.trim() === '' ? undefined : { kind: 'unpaired' };
  return parseClockTime(text.trim()) === undefined ? { kind: 'bad_time' } : undefined;
}

function proxyFault(text: string): Fault | undefined {
  if (text === '' || text === HIDDEN_ALTOGETHER) return undefined;
  if (text.length > TEXT_LENGTHS.proxyUrl) return { kind: 'too_long', max: TEXT_LENGTHS.proxyUrl };
  const fault = proxyUrlFault(text);
  if (!fault) return undefined;
  return { kind: fault.code === 'missing_protocol' ? 'missing_protocol' : 'proxy_invalid' };
}

function scaled({ min, max }: Range, unit: number): Range {
  return { min: min / unit, max: max / unit };
}
