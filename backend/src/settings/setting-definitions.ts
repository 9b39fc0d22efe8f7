import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { LIMIT_KINDS, OUTAGE_POLICIES, type LimitKind, type OutagePolicy } from '@cch/contracts/limit-kinds';
import { BILLED_MODELS, type HubSettings, UNPRICED_POLICIES } from '@cch/contracts/settings';
import type { Config } from '../config/config';

export type SettingName = keyof HubSettings;

/** One product setting. */
interface Definition<T> {
  /** The value as stored, undefined when it is not valid: written by hand, or by another release. */
  readonly read: (stored: unknown) => T | undefined;
  readonly fallback: (environment: Pick<Config, 'TZ'>) => T;
  /** Whether the fallback comes from the environment. */
  readonly isFromEnvironment?: true;
}

/** Every setting that is kept in the table `settings` and read while requests are served. */
export const SETTINGS: { readonly [Name in SettingName]: Definition<HubSettings[Name]> } = {
  timeZone: { read: timeZoneOf, fallback: ({ TZ }) => TZ, isFromEnvironment: true },
  billedModel: { read: oneOf(BILLED_MODELS), fallback: () => 'original' },
  unpricedModels: { read: oneOf(UNPRICED_POLICIES), fallback: () => 'flag' },
  estimatedOutputTokens: {
    read: (stored) => (isWithin(stored, FIELD_RANGES.estimatedOutputTokens) ? stored : undefined),
    fallback: () => FIELD_RANGES.estimatedOutputTokens.default,
  },
  limitOutage: { read: outagePolicies, fallback: () => allOpen({}) },
};

export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** The IANA name as the runtime spells it, undefined when it knows none like it. */
export function timeZoneOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    return undefined; // RangeError: Intl does not know the name
  }
}

function oneOf<T extends string>(choices: readonly T[]): (value: unknown) => T | undefined {
  return (value) => choices.find((choice) => choice === value);
}

function isWithin(value: unknown, { min, max }: { min: number; max: number }): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}

function outagePolicies(stored: unknown): HubSettings['limitOutage'] | undefined {
  return typeof stored === 'object' && stored !== null ? allOpen(stored) : undefined;
}

/** Kinds that are not mentioned, or mentioned with something unknown, stay open. */
function allOpen(stored: object): HubSettings['limitOutage'] {
  const entries: [LimitKind, OutagePolicy][] = LIMIT_KINDS.map((kind) => [
    kind,
    oneOf(OUTAGE_POLICIES)(Reflect.get(stored, kind)) ?? 'open',
  ]);
  return Object.fromEntries(entries) as Record<LimitKind, OutagePolicy>; // every kind has its entry
}
