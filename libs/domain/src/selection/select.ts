import type {
  CandidateChance,
  ReleaseReason,
  SelectionMethod,
  SkipReason,
} from '@cch/contracts/decision-codes';
import type { Candidate, Wanted } from './candidate';
import { effectivePriority, skipReason } from './eligibility';

/** Who may be chosen and who may not. */
export interface Ranking<C> {
  /** The eligible candidates of the lowest priority number. */
  readonly layer: readonly C[];
  /** The priority that they share; undefined when there is nobody. */
  readonly priority: number | undefined;
  readonly skipped: readonly Skipped[];
}

export interface Skipped {
  readonly providerId: number;
  readonly reason: SkipReason;
}

export interface Choice<C> {
  readonly candidate: C;
  readonly method: SelectionMethod;
  readonly priority: number;
  readonly probability: number;
  readonly candidates: readonly CandidateChance[];
}

/** Why a candidate that could serve the request is no choice right now: its breaker, its rest, an attempt before. */
export type Hindrance<C> = (candidate: C) => SkipReason | undefined;

/** Sorts all candidates into those of the first choice and those that are skipped. */
export function rankCandidates<C extends Candidate>(
  all: readonly C[],
  wanted: Wanted,
  hindrance: Hindrance<C>,
): Ranking<C> {
  const skipped: Skipped[] = [];
  let layer: C[] = [];
  let best: number | undefined;
  for (const candidate of all) {
    const reason = skipReason(candidate, wanted) ?? hindrance(candidate);
    if (reason !== undefined) {
      skipped.push({ providerId: candidate.providerId, reason });
      continue;
    }
    const priority = effectivePriority(candidate, wanted.groups);
    if (best === undefined || priority < best) {
      best = priority;
      layer = [candidate];
    } else if (priority === best) layer.push(candidate);
  }
  return { layer, priority: best, skipped };
}

/**
 * Chooses from the layer: the provider that the session is bound to, else by weight.
 *
 * @param bound provider of the session
 * @param random uniform over [0, 1)
 */
export function chooseFrom<C extends Candidate>(
  { layer, priority }: Ranking<C>,
  bound: number | undefined,
  random: () => number,
): Choice<C> | undefined {
  if (priority === undefined) return undefined;
  const candidates = chances(layer);
  const kept = bound === undefined ? -1 : layer.findIndex((candidate) => candidate.providerId === bound);
  const at = kept >= 0 ? kept : drawIndex(layer, random);
  const candidate = layer[at];
  if (!candidate) return undefined;
  const probability = candidates[at]?.probability ?? 0;
  return { candidate, method: kept >= 0 ? 'session' : 'weight', priority, probability, candidates };
}

/** The chance of each candidate of a layer in a draw by weight. */
export function chances(layer: readonly Candidate[]): readonly CandidateChance[] {
  const total = totalWeight(layer);
  return layer.map(({ providerId, weight }) => ({ providerId, probability: weight / total }));
}

/** Why a session leaves the provider it is bound to, or undefined when it stays. */
export function releaseReason<C extends Candidate>(
  { layer, skipped }: Ranking<C>,
  bound: number,
  all: readonly C[],
): ReleaseReason | undefined {
  if (layer.some((candidate) => candidate.providerId === bound)) return undefined;
  const skip = skipped.find(({ providerId }) => providerId === bound);
  if (skip) return skip.reason;
  return all.some((candidate) => candidate.providerId === bound) ? 'better_priority' : 'deleted';
}

function drawIndex(layer: readonly Candidate[], random: () => number): number {
  let left = random() * totalWeight(layer);
  const at = layer.findIndex((candidate) => {
    left -= candidate.weight;
    return left < 0;
  });
  return at < 0 ? layer.length - 1 : at; // rounding may leave nothing over at the very end
}

function totalWeight(layer: readonly Candidate[]): number {
  return layer.reduce((sum, candidate) => sum + candidate.weight, 0);
}
