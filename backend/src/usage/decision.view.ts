import type { Decision } from '@cch/contracts/decision-codes';
import type { AnyDecisionView } from './decision.dto';

export type ProviderNames = ReadonlyMap<number, string>;

/** The providers that a decision speaks of. */
export function providersIn(decision: Decision): readonly number[] {
  switch (decision.kind) {
    case 'exhausted':
      return [];
    case 'selected':
      return [decision.providerId, ...candidatesOf(decision).map(({ providerId }) => providerId)];
    default:
      return [decision.providerId];
  }
}

export function decisionView(decision: Decision, names: ProviderNames): AnyDecisionView {
  const named = <T extends { readonly providerId: number }>(entry: T) => ({
    ...entry,
    providerName: names.get(entry.providerId) ?? null,
  });
  switch (decision.kind) {
    case 'exhausted':
      return decision;
    case 'selected':
      return { ...named(decision), candidates: candidatesOf(decision).map(named) };
    default:
      return named(decision);
  }
}

type Selected = Extract<Decision, { kind: 'selected' }>;

// The first version of the hub wrote how many there were, and not who.
function candidatesOf({ candidates }: Selected): Selected['candidates'] {
  return Array.isArray(candidates) ? candidates : [];
}
