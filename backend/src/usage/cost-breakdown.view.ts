import { PARTS } from '@cch/domain/pricing/cost';
import type { CostBreakdownView, CostPartsView } from './cost-breakdown.dto';
import type { ProviderNames } from './decision.view';
import type { StoredBreakdown } from './ledger-row';

/** The providers that a breakdown speaks of. */
export function providersOfCost(stored: StoredBreakdown | null): readonly number[] {
  return stored?.failedAttempts?.map(({ providerId }) => providerId) ?? [];
}

export function costBreakdownView(
  stored: StoredBreakdown | null,
  names: ProviderNames,
): CostBreakdownView | null {
  if (stored === null) return null;
  return {
    parts: stored.base === undefined ? null : partsOf(stored),
    base: stored.base ?? null,
    providerMultiplier: stored.providerMultiplier ?? null,
    groupMultiplier: stored.groupMultiplier ?? null,
    total: stored.total ?? null,
    longContextAbove: stored.longContextAbove ?? null,
    isPriority: stored.isPriority ?? false,
    failedAttempts: (stored.failedAttempts ?? []).map(({ providerId, total }) => ({
      providerId,
      providerName: names.get(providerId) ?? null,
      total,
    })),
  };
}

function partsOf(stored: StoredBreakdown): CostPartsView {
  const parts = PARTS.map((part) => [part, stored[part] ?? '0'] as const);
  return Object.fromEntries(parts) as Record<(typeof PARTS)[number], string>; // every part has its entry
}
