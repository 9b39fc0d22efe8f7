import { NATIVE_FORMATS } from '@cch/contracts/provider-types';
import type { ProviderType } from '@cch/contracts/provider-types';
import { DEFAULT_GROUP } from '@cch/domain/selection/candidate';

/** What decides how often a provider is chosen. */
export interface ShareFacts {
  readonly type: ProviderType;
  readonly isEnabled: boolean;
  readonly priority: number;
  readonly weight: number;
  readonly groups: readonly string[];
}

export type TrafficShare =
  | { readonly kind: 'none'; readonly why: 'disabled' | 'drained' }
  /** Others come first; this one only serves when they cannot. */
  | { readonly kind: 'reserve'; readonly before: number }
  | { readonly kind: 'share'; readonly percent: number; readonly rivals: number };

/**
 * How much of the traffic that a provider can serve would come to it, as selection draws: lowest priority number
 * first, then by weight among those that speak the same format and share a group. Model rules are left out, so for
 * a single model the share may differ.
 */
export function trafficShare(own: ShareFacts, others: readonly ShareFacts[]): TrafficShare {
  if (!own.isEnabled) return { kind: 'none', why: 'disabled' };
  if (own.weight === 0) return { kind: 'none', why: 'drained' };
  const rivals = others.filter((other) => other.isEnabled && other.weight > 0 && isRival(own, other));
  const before = rivals.filter((rival) => rival.priority < own.priority).length;
  if (before > 0) return { kind: 'reserve', before };
  const equals = rivals.filter((rival) => rival.priority === own.priority);
  const total = equals.reduce((sum, rival) => sum + rival.weight, own.weight);
  return { kind: 'share', percent: Math.round((own.weight / total) * 100), rivals: equals.length };
}

function isRival(a: ShareFacts, b: ShareFacts): boolean {
  const sharesFormat = NATIVE_FORMATS[a.type].some((format) => NATIVE_FORMATS[b.type].includes(format));
  return sharesFormat && groupsOf(a).some((group) => groupsOf(b).includes(group));
}

function groupsOf({ groups }: ShareFacts): readonly string[] {
  return groups.length > 0 ? groups : [DEFAULT_GROUP];
}
