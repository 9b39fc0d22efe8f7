import type { CostState } from '@cch/contracts/cost-states';
import type { FailureReason } from '@cch/contracts/failure-reasons';
import type { ReplyReading } from '@cch/conversion/usage-readers';
import { parseDecimal } from '@cch/domain/money/decimal';
import { COST_DECIMALS, type CostBreakdown, costOf, costText } from '@cch/domain/pricing/cost';
import { Injectable } from '@nestjs/common';
import type { KnownPrice } from '../../prices/price-book';
import { GroupMultipliers } from '../../providers/group-multipliers';
import type { RoutableProvider } from '../../providers/provider-catalog';
import type { LedgerRow } from '../../usage/ledger-row';
import type { AttemptOutcome } from '../dispatch/attempt-outcome';
import type { RequestContext } from '../request-context';
import { BilledPrice } from './billed-price';
import { costStateOf } from './cost-state';
import { UnpricedModels } from './unpriced-models';

/** What an attempt cost that failed after its provider had reported some usage. */
export interface FailedCost {
  readonly providerId: number;
  /** USD, decimal string. */
  readonly total: string;
}

export type CostColumns = Pick<
  LedgerRow,
  'cost_usd' | 'cost_state' | 'price_id' | 'is_unpriced' | 'cost_breakdown'
>;

const NOTHING: CostColumns = { cost_usd: '0', cost_state: 'none', is_unpriced: false };

/** After these no provider has seen the request. */
const NEVER_REACHED: ReadonlySet<FailureReason> = new Set(['login_failed', 'proxy_failed', 'unreachable']);

/** Service tiers that the vendors charge at their priority prices (OpenAI and Anthropic name it so). */
const PRIORITY_TIER = 'priority';

/** What requests cost, from what providers report and the prices in force. */
@Injectable()
export class RequestCost {
  constructor(
    private readonly prices: BilledPrice,
    private readonly groups: GroupMultipliers,
    private readonly unpriced: UnpricedModels,
  ) {}

  /** Of a request whose client got a provider's answer, wholly, in part, or not at all because it left. */
  ofAnswer(ctx: RequestContext, { kind, reading, statusCode }: AttemptOutcome): CostColumns {
    // Counting tokens is free with every provider.
    if (ctx.received.operation === 'count') return { ...NOTHING, cost_state: 'exact' };
    // No provider charges for an error that it reports by its status.
    if (statusCode !== undefined && statusCode >= 300) return this.withFailed(ctx, NOTHING);
    const state = costStateOf(reading, kind === 'answered');
    // Some providers report their errors in an answer with status 200.
    const isAnswer = kind === 'answered' && !reading?.streamError;
    const columns = ctx.tried && this.ofReading(ctx, ctx.tried, reading, state, isAnswer);
    return this.withFailed(ctx, columns ?? { cost_state: state, is_unpriced: false });
  }

  /** Of a request that the hub itself answers. */
  ofRefusal(ctx: RequestContext): CostColumns {
    const columns: CostColumns =
      ctx.tried && ctx.mayBeCharged ? { cost_state: 'unknown', is_unpriced: false } : NOTHING;
    return this.withFailed(ctx, columns);
  }

  /** Remembers what a failed attempt has cost, if its provider had reported any usage. */
  noteFailed(ctx: RequestContext, provider: RoutableProvider, model: string, outcome: AttemptOutcome): void {
    const { statusCode, reading, verdict } = outcome;
    const isFree = verdict !== undefined && NEVER_REACHED.has(verdict.reason);
    if (isFree || (statusCode !== undefined && statusCode >= 300)) return;
    ctx.mayBeCharged = true;
    const found = reading?.usage && this.prices.find(ctx.asked.get().model, model);
    if (!found) return;
    const { total } = this.breakdown(ctx, provider, found, reading);
    if (total !== '0') ctx.failedCosts.push({ providerId: provider.providerId, total });
  }

  private ofReading(
    ctx: RequestContext,
    { provider, model }: NonNullable<RequestContext['tried']>,
    reading: ReplyReading | undefined,
    state: CostState,
    isAnswer: boolean,
  ): CostColumns {
    // Without any usage there is only what every answered request costs.
    if (!reading?.usage && !isAnswer) return { cost_state: state, is_unpriced: false };
    const found = this.prices.find(ctx.asked.get().model, model);
    if (!found) {
      this.unpriced.note(ctx.asked.get().model);
      return { cost_usd: '0', cost_state: state, is_unpriced: true };
    }
    const breakdown = this.breakdown(ctx, provider, found, reading);
    return {
      cost_usd: breakdown.total,
      cost_state: state,
      price_id: found.id,
      is_unpriced: false,
      cost_breakdown: breakdown,
    };
  }

  private breakdown(
    ctx: RequestContext,
    provider: RoutableProvider,
    { price }: KnownPrice,
    reading: ReplyReading | undefined,
  ): CostBreakdown {
    return costOf(price, reading?.usage ?? {}, {
      isPriority: reading?.serviceTier === PRIORITY_TIER,
      providerMultiplier: provider.costMultiplier,
      groupMultiplier: this.groups.between(ctx.caller.get().groups, provider.groups),
    });
  }

  private withFailed({ failedCosts }: RequestContext, columns: CostColumns): CostColumns {
    if (failedCosts.length === 0) return columns;
    const total = failedCosts.reduce(
      (sum, { total: usd }) => sum + units(usd),
      units(columns.cost_usd ?? '0'),
    );
    return {
      ...columns,
      cost_usd: costText(total),
      cost_state: 'estimated', // an attempt that failed has hardly reported all
      cost_breakdown: { ...columns.cost_breakdown, failedAttempts: failedCosts },
    };
  }
}

function units(usd: string): bigint {
  return parseDecimal(usd, COST_DECIMALS) ?? 0n;
}
