import type { SkipReason } from '@cch/contracts/decision-codes';
import type { Failover } from '@cch/domain/failure/failover';
import type { Wanted } from '@cch/domain/selection/candidate';
import {
  type Choice,
  chooseFrom,
  rankCandidates,
  type Ranking,
  releaseReason,
  type Skipped,
} from '@cch/domain/selection/select';
import type { Trial } from '../../circuit-breaker/breaker-registry';
import {
  type ProviderHold,
  type ProviderLimits,
  providerReservation,
} from '../../rate-limit/provider-limits';
import type { RoutableProvider } from '../../providers/provider-catalog';
import type { RoutingState } from '../../routing/routing-state';
import type { RequestContext } from '../request-context';

/** A provider that may be asked now. */
export interface Turn {
  readonly provider: RoutableProvider;
  /** The place among the trial requests of a provider whose breaker is half-open. */
  readonly trial: Trial | undefined;
  /** What the request has taken of the provider's limits. */
  readonly hold: ProviderHold | undefined;
}

export interface ChoiceParts {
  readonly ctx: RequestContext;
  /** All providers as they were when the request came: one request never sees two configurations. */
  readonly all: readonly RoutableProvider[];
  readonly failover: Failover;
  readonly routing: RoutingState;
  readonly limits: ProviderLimits;
  readonly random: () => number;
}

/** Providers that were never meant for the request, or are switched off, are news only when nothing else is left. */
const NO_NEWS: ReadonlySet<SkipReason> = new Set(['format', 'group', 'disabled']);

/** Chooses providers for one request, one after the other, and writes down why. */
export class ProviderChoice {
  private readonly wanted: Wanted;
  private readonly model: string;
  /** Half-open providers whose trials were taken when we came. */
  private readonly busy = new Set<number>();
  /** Providers that were at a limit of their own. */
  private readonly full = new Set<number>();
  private lastSkipped: readonly Skipped[] = [];
  private isFirst = true;

  constructor(private readonly parts: ChoiceParts) {
    const { ctx, routing } = parts;
    const { format } = ctx.received;
    this.model = ctx.asked.get().model;
    const { groups } = ctx.caller.get();
    this.wanted = routing.wanted({ format, groups, model: this.model, client: ctx.client });
  }

  /** Why each of the other providers was no choice the last time. */
  get skipped(): readonly Skipped[] {
    return this.lastSkipped;
  }

  /** The next provider, or undefined when nobody is left. */
  async next(): Promise<Turn | undefined> {
    const { all, ctx, random } = this.parts;
    const bound = ctx.session.get().providerId;
    for (;;) {
      const ranking = rankCandidates(all, this.wanted, this.hindrance);
      const choice = chooseFrom(ranking, bound, random);
      this.note(ranking, choice, bound);
      if (!choice) return undefined;
      const turn = await this.enter(choice.candidate);
      if (turn) {
        this.noteSelected(choice);
        return turn;
      }
    }
  }

  /** A turn for a provider that had to wait; undefined when it cannot be asked after all. */
  async afterWaiting(providerId: number): Promise<Turn | undefined> {
    const provider = this.parts.all.find((candidate) => candidate.providerId === providerId);
    return provider && this.parts.routing.circuitOf(provider) !== 'open' ? this.enter(provider) : undefined;
  }

  private async enter(provider: RoutableProvider): Promise<Turn | undefined> {
    const hold = await this.takeHold(provider);
    if (hold === 'full') {
      this.noteFull(provider.providerId);
      return undefined;
    }
    if (this.parts.routing.circuitOf(provider) === 'closed') return { provider, trial: undefined, hold };
    const trial = await this.parts.routing.tryTrial(provider);
    if (trial) return { provider, trial, hold };
    this.busy.add(provider.providerId);
    if (hold) this.giveUpHold(hold);
    return undefined;
  }

  /** Takes part in the limits of a provider that has some. */
  private async takeHold({ limited }: RoutableProvider): Promise<ProviderHold | undefined | 'full'> {
    const { ctx, limits } = this.parts;
    if (!limits.hasLimits(limited) || ctx.received.operation === 'count') return undefined;
    const { id: requestId, at } = ctx.received;
    const session = ctx.session.get().ref?.redisKey;
    const hold = await limits.enter(limited, { requestId, at, estimateMicros: ctx.estimateMicros, session });
    if (hold === 'unknown') ctx.taken.mayHold(providerReservation(requestId, limited));
    if (typeof hold === 'string') return 'full';
    ctx.taken.reserve(hold.reservation, [limited], ctx.estimateMicros);
    if (session !== undefined) ctx.taken.join([limited], session);
    return hold;
  }

  private giveUpHold(hold: ProviderHold): void {
    this.parts.ctx.taken.leave(hold.subject);
    this.parts.limits.leave(hold);
  }

  /** Providers that could serve the request and only rest. */
  resting(): readonly { readonly providerId: number; readonly until: number }[] {
    const cooling = new Set(
      this.lastSkipped.filter(({ reason }) => reason === 'cooling_down').map(({ providerId }) => providerId),
    );
    return this.parts.all.flatMap((provider) => {
      if (!cooling.has(provider.providerId)) return [];
      const until = this.parts.routing.restsUntil(provider, this.model);
      return until === undefined ? [] : [{ providerId: provider.providerId, until }];
    });
  }

  private readonly hindrance = (provider: RoutableProvider): SkipReason | undefined => {
    const { failover, routing } = this.parts;
    if (failover.hasFailed(provider.providerId)) return 'tried';
    if (this.busy.has(provider.providerId)) return 'trials_busy';
    if (this.isFull(provider)) return 'limit_reached';
    return routing.hindrance(provider, this.model);
  };

  // A session that is at home with a provider may find room there when a new one does not.
  private isFull({ providerId, limited }: RoutableProvider): boolean {
    if (this.full.has(providerId)) return true;
    return providerId !== this.parts.ctx.session.get().providerId && this.parts.limits.isFull(limited);
  }

  private note(
    ranking: Ranking<RoutableProvider>,
    choice: Choice<RoutableProvider> | undefined,
    bound: number | undefined,
  ): void {
    const { decisions } = this.parts.ctx;
    this.lastSkipped = ranking.skipped;
    if (this.isFirst && bound !== undefined) {
      const reason = releaseReason(ranking, bound, this.parts.all);
      if (reason) decisions.push({ kind: 'released', providerId: bound, reason });
    }
    if (!this.isFirst && choice) return;
    this.isFirst = false;
    for (const { providerId, reason } of ranking.skipped) {
      if (reason === 'tried' || this.full.has(providerId) || (choice && NO_NEWS.has(reason))) continue;
      decisions.push({ kind: 'skipped', providerId, reason });
    }
  }

  /** It looked as if there was room. */
  private noteFull(providerId: number): void {
    const { decisions, session } = this.parts.ctx;
    const reason = 'limit_reached';
    this.full.add(providerId);
    if (providerId === session.get().providerId) decisions.push({ kind: 'released', providerId, reason });
    decisions.push({ kind: 'skipped', providerId, reason });
  }

  private noteSelected({ candidate, ...choice }: Choice<RoutableProvider>): void {
    const { providerId, weight } = candidate;
    const circuit = this.parts.routing.circuitOf(candidate);
    this.parts.ctx.decisions.push({ kind: 'selected', providerId, weight, circuit, ...choice });
  }
}
