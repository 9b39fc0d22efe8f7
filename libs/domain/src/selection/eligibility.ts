import type { SkipReason } from '@cch/contracts/decision-codes';
import { isWithin } from '../schedule/active-hours';
import { type Candidate, DEFAULT_GROUP, type Wanted } from './candidate';

/**
 * Why the candidate cannot serve the request, or undefined when it can. The first reason that holds is told: those that
 * say it was never meant for such a request come before those that somebody might want to change.
 */
export function skipReason(candidate: Candidate, wanted: Wanted): SkipReason | undefined {
  if (!candidate.formats.includes(wanted.format)) return 'format';
  if (!sharesGroup(candidate.groups, wanted.groups)) return 'group';
  if (!candidate.isEnabled) return 'disabled';
  if (wanted.model !== undefined && !candidate.servesModel(wanted.model)) return 'model';
  if (!candidate.servesClient(wanted.client)) return 'client';
  if (candidate.activeHours && !isWithin(candidate.activeHours, wanted.minuteOfDay)) return 'hours';
  if (candidate.weight === 0) return 'drained';
  return undefined;
}

/** The lowest of the priorities that the candidate has for the caller's groups; its own where it has none. */
export function effectivePriority(candidate: Candidate, callerGroups: readonly string[]): number {
  let lowest: number | undefined;
  for (const group in candidate.groupPriorities) {
    const priority = candidate.groupPriorities[group];
    if (priority === undefined || !callerGroups.includes(group)) continue;
    if (lowest === undefined || priority < lowest) lowest = priority;
  }
  return lowest ?? candidate.priority;
}

/** The groups that apply to a caller: the key's own, else the user's, else the default group. */
export function callerGroups(keyGroups: readonly string[], userGroups: readonly string[]): readonly string[] {
  if (keyGroups.length > 0) return keyGroups;
  return userGroups.length > 0 ? userGroups : [DEFAULT_GROUP];
}

/** Whether the caller reaches the candidate: one that is in no group is in the default group. */
export function sharesGroup(ofCandidate: readonly string[], ofCaller: readonly string[]): boolean {
  if (ofCandidate.length === 0) return ofCaller.includes(DEFAULT_GROUP);
  return ofCandidate.some((group) => ofCaller.includes(group));
}
