import { refusalOf } from '@cch/domain/callers/caller-standing';
import { detectClient } from '@cch/domain/callers/client';
import { callerGroups, effectivePriority } from '@cch/domain/selection/eligibility';
import { chances, rankCandidates } from '@cch/domain/selection/select';
import { Inject, Injectable } from '@nestjs/common';
import { invalidFields } from '../admin/admin-error';
import { type Caller, KeyDirectory } from '../keys/key-directory';
import { type Clock, CLOCK } from '../platform/clock';
import { ProviderCatalog, type RoutableProvider } from '../providers/provider-catalog';
import { RoutingState } from './routing-state';
import {
  SIMULATED_STANDINGS,
  type SimulatedProviderView,
  type SimulationDraft,
  type SimulationView,
} from './simulation.dto';

/** Says who would serve a request, with the functions and the facts that real requests are routed by. */
@Injectable()
export class Simulation {
  constructor(
    private readonly keys: KeyDirectory,
    private readonly catalog: ProviderCatalog,
    private readonly routing: RoutingState,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  run({ keyId, groups: given = [], format, model, userAgent }: SimulationDraft): SimulationView {
    const caller = keyId === undefined ? undefined : this.callerOf(keyId);
    const groups = caller?.groups ?? callerGroups(given, []);
    const client = detectClient((name) => (name === 'user-agent' ? userAgent : undefined));
    const all = this.catalog.all();
    const wanted = this.routing.wanted({ format, groups, model, client });
    const ranking = rankCandidates(all, wanted, (provider) => this.routing.hindrance(provider, model));

    const reasons = new Map(ranking.skipped.map(({ providerId, reason }) => [providerId, reason]));
    const shares = new Map(
      chances(ranking.layer).map(({ providerId, probability }) => [providerId, probability]),
    );
    const providers = all.map((provider): SimulatedProviderView => {
      const reason = reasons.get(provider.providerId) ?? null;
      const probability = shares.get(provider.providerId);
      return {
        ...this.describe(provider, groups, model),
        standing: reason ? 'skipped' : probability === undefined ? 'reserve' : 'candidate',
        reason,
        probability: probability ?? 0,
      };
    });
    return {
      groups,
      clientNames: client.names,
      refusal: caller ? (this.refusal(caller, model) ?? null) : null,
      providers: providers.toSorted(inOrder),
    };
  }

  private callerOf(keyId: number): Caller {
    const caller = this.keys.byId(keyId);
    if (caller) return caller;
    throw invalidFields([{ path: 'keyId', code: 'not_a_choice', message: 'is no key' }]);
  }

  private refusal({ key, user, allowedModels }: Caller, model: string): string | undefined {
    const isAllowed = allowedModels.size === 0 || allowedModels.has(model.toLowerCase());
    return refusalOf(key, user, this.clock.now()) ?? (isAllowed ? undefined : 'model_not_allowed');
  }

  private describe(provider: RoutableProvider, groups: readonly string[], model: string) {
    return {
      providerId: provider.providerId,
      providerName: provider.name,
      providerType: provider.type,
      priority: effectivePriority(provider, groups),
      weight: provider.weight,
      circuit: this.routing.circuitOf(provider),
      model: provider.redirectModel(model),
    };
  }
}

function inOrder(a: SimulatedProviderView, b: SimulatedProviderView): number {
  const standing = SIMULATED_STANDINGS.indexOf(a.standing) - SIMULATED_STANDINGS.indexOf(b.standing);
  return standing || a.priority - b.priority || b.weight - a.weight || a.providerId - b.providerId;
}
