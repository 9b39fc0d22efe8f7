import { estimateMicros } from '@cch/domain/limits/estimate';
import { Injectable } from '@nestjs/common';
import { PriceBook } from '../../prices/price-book';
import { GroupMultipliers } from '../../providers/group-multipliers';
import { ProviderCatalog } from '../../providers/provider-catalog';
import { SettingsStore } from '../../settings/settings-store';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import type { AdmissionStep } from './admission-step';

/** Looks the price of the model up: models without one may be refused, and limits reserve what a request may cost. */
@Injectable()
export class EstimateCostStep implements AdmissionStep {
  constructor(
    private readonly prices: PriceBook,
    private readonly catalog: ProviderCatalog,
    private readonly groups: GroupMultipliers,
    private readonly settings: SettingsStore,
  ) {}

  run(ctx: RequestContext): void {
    if (ctx.received.operation === 'count') return;
    const { model, maxOutputTokens } = ctx.asked.get();
    const { unpricedModels, estimatedOutputTokens } = this.settings.current();
    const found = this.prices.find(model);
    if (!found) {
      if (unpricedModels === 'refuse') throw unpriced(model);
      return;
    }
    if (ctx.caller.get().limited.length === 0 && !this.hasLimitedProvider()) return;
    const size = { bodyBytes: ctx.body.get().size, maxOutputTokens };
    ctx.estimateMicros = estimateMicros(found.price, size, estimatedOutputTokens, this.dearest(ctx));
  }

  private hasLimitedProvider(): boolean {
    return this.catalog.all().some((provider) => provider.limited !== undefined);
  }

  /** The highest factor that may be put on the price, whoever serves the request. */
  private dearest(ctx: RequestContext): number {
    const { groups } = ctx.caller.get();
    let highest = 0;
    for (const provider of this.catalog.all()) {
      if (!provider.isEnabled || !provider.formats.includes(ctx.received.format)) continue;
      const factor = Number(provider.costMultiplier) * Number(this.groups.between(groups, provider.groups));
      if (factor > highest) highest = factor;
    }
    return highest;
  }
}

function unpriced(model: string): GatewayError {
  return new GatewayError(
    'model_unpriced',
    `The model ${model.slice(0, 128)} has no price, and the hub serves only models with one.`,
  );
}
