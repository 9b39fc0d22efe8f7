import { selectCandidate } from '@cch/domain/selection/select';
import { Injectable } from '@nestjs/common';
import { UpstreamClient } from '../../platform/upstream/upstream-client';
import { ProviderCatalog, type RoutableProvider } from '../../providers/provider-catalog';
import type { HeaderList } from '../../providers/upstream-auth';
import { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import { Settlement } from '../settle/settlement';
import { type AttemptOutcome, runAttempt } from './attempt';

/** Chooses a provider, lets it answer and records what happened. */
@Injectable()
export class Dispatcher {
  constructor(
    private readonly catalog: ProviderCatalog,
    private readonly upstream: UpstreamClient,
    private readonly settlement: Settlement,
  ) {}

  /** Resolves when the client has the whole answer; rejects when nothing was sent and the hub has to say why. */
  async dispatch(ctx: RequestContext): Promise<void> {
    const provider = this.select(ctx);
    const auth = await authenticate(provider);
    ctx.tried = provider;
    ctx.hubMs = performance.now() - ctx.received.startedAt - ctx.bodyWaitMs;
    this.settlement.open(ctx, provider);
    const outcome = await runAttempt(ctx, provider, auth, this.upstream);
    record(ctx, provider, outcome);
    if (outcome.kind === 'failed' && outcome.error) throw outcome.error;
    await this.settlement.settle(ctx, outcome);
  }

  private select(ctx: RequestContext): RoutableProvider {
    const { format } = ctx.received;
    const wanted = { format, groups: ctx.caller.get().groups, model: ctx.asked.get().model };
    const { chosen, skipped } = selectCandidate(this.catalog.all(), wanted, Math.random);
    for (const skip of skipped) {
      // Providers of another kind or switched off are news only when nothing else is left.
      if (chosen && (skip.reason === 'format' || skip.reason === 'disabled')) continue;
      ctx.decisions.push({ kind: 'skipped', ...skip });
    }
    if (!chosen) throw new GatewayError('no_provider', 'No provider is available for this request.');
    const { candidate, probability, candidates } = chosen;
    const { providerId, priority, weight } = candidate;
    ctx.decisions.push({ kind: 'selected', providerId, priority, weight, probability, candidates });
    return candidate;
  }
}

async function authenticate(provider: RoutableProvider): Promise<HeaderList> {
  try {
    return await provider.authHeaders();
  } catch (error) {
    // The token endpoint refused, or could not be reached.
    throw new GatewayError('upstream_login_failed', 'The hub could not log in at the provider.', {
      cause: error,
    });
  }
}

function record(ctx: RequestContext, provider: RoutableProvider, outcome: AttemptOutcome): void {
  ctx.decisions.push({
    kind: 'attempt',
    number: 1,
    providerId: provider.providerId,
    outcome: outcome.kind,
    statusCode: outcome.statusCode,
    errorCode: outcome.error?.code,
    ttfbMs: rounded(outcome.ttfbMs),
    durationMs: Math.round(outcome.durationMs),
  });
}

function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(value);
}
