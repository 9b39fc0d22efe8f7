import type { SkipReason } from '@cch/contracts/decision-codes';
import type { Candidate, Wanted } from './candidate';
import { skipReason } from './eligibility';

export interface Selection<C> {
  readonly chosen:
    { readonly candidate: C; readonly probability: number; readonly candidates: number } | undefined;
  readonly skipped: readonly { readonly providerId: number; readonly reason: SkipReason }[];
}

/**
 * Chooses among all candidates: the eligible ones of the lowest priority number, drawn by weight.
 *
 * @param random uniform over [0, 1)
 */
export function selectCandidate<C extends Candidate>(
  all: readonly C[],
  wanted: Wanted,
  random: () => number,
): Selection<C> {
  const skipped: { providerId: number; reason: SkipReason }[] = [];
  let layer: C[] = [];
  for (const candidate of all) {
    const reason = skipReason(candidate, wanted);
    if (reason !== undefined) {
      skipped.push({ providerId: candidate.providerId, reason });
      continue;
    }
    const best = layer[0]?.priority ?? Number.POSITIVE_INFINITY;
    if (candidate.priority < best) layer = [candidate];
    else if (candidate.priority === best) layer.push(candidate);
  }
  return { chosen: draw(layer, random), skipped };
}

function draw<C extends Candidate>(layer: readonly C[], random: () => number): Selection<C>['chosen'] {
  const total = layer.reduce((sum, candidate) => sum + candidate.weight, 0);
  let left = random() * total;
  for (const candidate of layer) {
    left -= candidate.weight;
    if (left < 0) return { candidate, probability: candidate.weight / total, candidates: layer.length };
  }
  return undefined;
}
