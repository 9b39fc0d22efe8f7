import { estimateMicros } from '@cch/domain/limits/estimate';
import { sharesGroup } from '@cch/domain/selection/eligibility';
import { Injectable } from '@nestjs/common';
import type { KnownPrice } from '../../prices/price-book';
import { GroupMultipliers } from '../../providers/group-multipliers';
import { ProviderCatalog, type RoutableProvider } from '../../providers/provider-catalog';
import { SettingsStore } from '../../settings/settings-store';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import { BilledPrice } from '../settle/billed-price';
import type { AdmissionStep } from './admission-step';

/** Looks the price of the model up: models without one may be refused, and limits reserve what a request may cost. */
@Injectable()
export class EstimateCostStep implements AdmissionStep {
  private seen: { readonly all: readonly RoutableProvider[]; readonly isLimited: boolean } = {
    all: [],
    isLimited: false,
  };

  constructor(
    private readonly prices: BilledPrice,
    private readonly catalog: ProviderCatalog,
    private readonly groups: GroupMultipliers,
    private readonly settings: SettingsStore,
  ) {}

  run(ctx: RequestContext): void {
    if (ctx.received.operation === 'count') return;
    const { unpricedModels, estimatedOutputTokens } = this.settings.current();
    const mayRefuse = unpricedModels === 'refuse';
    if (!mayRefuse && ctx.caller.get().limited.length === 0 && !this.hasLimitedProvider()) return;
    const { model, maxOutputTokens } = ctx.asked.get();
    const factors = this.factorsOf(ctx, model);
    if (mayRefuse && factors.size === 0 && !this.prices.find(model, model)) throw unpriced(model);
    const size = { bodyBytes: ctx.body.get().size, maxOutputTokens };
    for (const [{ price }, factor] of factors) {
      const micros = estimateMicros(price, size, estimatedOutputTokens, factor);
      if (micros > ctx.estimateMicros) ctx.estimateMicros = micros;
    }
  }

  /** Looked up once for each state of the catalog. */
  private hasLimitedProvider(): boolean {
    const all = this.catalog.all();
    if (this.seen.all !== all)
      this.seen = { all, isLimited: all.some(({ limited }) => limited !== undefined) };
    return this.seen.isLimited;
  }

  /** The prices that may be billed, whoever serves the request, each with the highest factor that may be put on it. */
  private factorsOf(ctx: RequestContext, model: string): ReadonlyMap<KnownPrice, number> {
    const { groups } = ctx.caller.get();
    const factors = new Map<KnownPrice, number>();
    const own = this.prices.find(model, model);
    for (const provider of this.catalog.all()) {
      if (!mayServe(provider, ctx, groups, model)) continue;
      const served = provider.redirectModel(model);
      const price = served === model ? own : this.prices.find(model, served);
      if (!price) continue;
      const factor = Number(provider.costMultiplier) * Number(this.groups.between(groups, provider.groups));
      factors.set(price, Math.max(factor, factors.get(price) ?? 0));
    }
    return factors;
  }
}

/** What a moment changes, as breakers and hours do, is left out. */
function mayServe(
  { isEnabled, formats, groups, servesModel }: RoutableProvider,
  { received }: RequestContext,
  ofCaller: readonly string[],
  model: string,
): boolean {
  return (
    isEnabled && formats.includes(received.format) && sharesGroup(groups, ofCaller) && servesModel(model)
  );
}

function unpriced(model: string): GatewayError {
  return new GatewayError(
    'model_unpriced',
    `The model ${model.slice(0, 128)} has no price, and the hub serves only models with one.`,
  );
}
