import type { SkipReason } from '@cch/contracts/decision-codes';
import { type Candidate, DEFAULT_GROUP, type Wanted } from './candidate';

/** Why the candidate cannot serve the request, or undefined when it can. The first reason that holds is told. */
export function skipReason(candidate: Candidate, wanted: Wanted): SkipReason | undefined {
  if (!candidate.isEnabled) return 'disabled';
  if (!candidate.formats.includes(wanted.format)) return 'format';
  if (!sharesGroup(candidate.groups, wanted.groups)) return 'group';
  if (wanted.model !== undefined && !candidate.servesModel(wanted.model)) return 'model';
  if (candidate.weight === 0) return 'drained';
  return undefined;
}

/** The groups that apply to a caller: the key's own, else the user's, else the default group. */
export function callerGroups(keyGroups: readonly string[], userGroups: readonly string[]): readonly string[] {
  if (keyGroups.length > 0) return keyGroups;
  return userGroups.length > 0 ? userGroups : [DEFAULT_GROUP];
}

function sharesGroup(ofCandidate: readonly string[], ofCaller: readonly string[]): boolean {
  if (ofCandidate.length === 0) return ofCaller.includes(DEFAULT_GROUP);
  return ofCandidate.some((group) => ofCaller.includes(group));
}
