import { LIMIT_KINDS, type LimitKind, OUTAGE_POLICIES, type OutagePolicy } from '@cch/contracts/limit-kinds';
import { type SettingName, timeZoneOf } from './setting-definitions';
import type { LimitOutagePatch, SettingsPatch } from './settings.dto';

/** What to write to the table: a value to store, or undefined to go back to the default. */
export type SettingChange = readonly [name: SettingName, value: unknown];

/**
 * What a patch changes. Of `limitOutage` only the kinds are stored that somebody has decided on, so that the others follow
 * the defaults of later releases.
 *
 * @param storedOutage what is stored of `limitOutage` so far
 */
export function settingChanges(patch: SettingsPatch, storedOutage: unknown): readonly SettingChange[] {
  const { timeZone, limitOutage, ...plain } = patch;
  const changes: SettingChange[] = [
    ['billedModel', plain.billedModel],
    ['unpricedModels', plain.unpricedModels],
    ['estimatedOutputTokens', plain.estimatedOutputTokens],
    // As the runtime spells it, whatever its case was.
    ['timeZone', typeof timeZone === 'string' ? timeZoneOf(timeZone) : timeZone],
    ['limitOutage', limitOutage && mergedOutage(limitOutage, storedOutage)],
  ];
  return changes
    .filter(([name]) => patch[name] !== undefined)
    .map(([name, value]) => [name, value ?? undefined]);
}

/** Undefined when no kind is left that is decided on. */
function mergedOutage(patch: LimitOutagePatch, stored: unknown): object | undefined {
  const entries = LIMIT_KINDS.flatMap((kind): [LimitKind, OutagePolicy][] => {
    const asked = patch[kind];
    const policy = asked === undefined ? policyIn(stored, kind) : asked;
    return policy ? [[kind, policy]] : [];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function policyIn(stored: unknown, kind: LimitKind): OutagePolicy | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const value: unknown = Reflect.get(stored, kind);
  return OUTAGE_POLICIES.find((policy) => policy === value);
}
