import type { RequestOutcome } from '@cch/contracts/cost-states';
import type { ReplyReading } from '@cch/conversion/usage-readers';
import { amountText } from '@cch/domain/limits/limit-headers';
import type { LimitState } from '@cch/domain/limits/limit-state';
import { Injectable } from '@nestjs/common';
import { type LedgerRow, ledgerText, type SettledLedgerRow } from '../../usage/ledger-row';
import type { LimitRefusal } from '../../usage/limit-refusals';
import type { AttemptOutcome } from '../dispatch/attempt-outcome';
import type { GatewayError } from '../errors/gateway-error';
import type { RequestContext } from '../request-context';
import { LedgerWriter } from './ledger-writer';
import { type CostColumns, RequestCost } from './request-cost';
import { SpendAccounts } from './spend-accounts';

const CLIENT_CLOSED = 499;
const LONGEST_MODEL = 256;
const LONGEST_SESSION_ID = 512;
const LONGEST_USER_AGENT = 512;

type Facts = Omit<LedgerRow, keyof Ending>;

/** What is known of a request only when it has ended. */
type Ending = Pick<
  LedgerRow,
  | 'status_code'
  | 'outcome'
  | 'error_code'
  | 'error_message'
  | 'input_tokens'
  | 'output_tokens'
  | 'cache_creation_tokens'
  | 'cache_creation_5m_tokens'
  | 'cache_creation_1h_tokens'
  | 'cache_read_tokens'
  | 'reasoning_tokens'
  | 'image_input_tokens'
  | 'image_output_tokens'
  | keyof CostColumns
  | 'duration_ms'
  | 'ttfb_ms'
  | 'provider_chain'
> &
  Pick<SettledLedgerRow, 'refusal'>;

const LOST: Ending = {
  outcome: 'lost',
  error_code: 'request_lost',
  cost_state: 'unknown',
  is_unpriced: false,
  provider_chain: [],
};
const LOST_JSON = JSON.stringify(LOST);

/** Turns the end of a request into its one ledger entry. Every request of a known caller ends in exactly one of these. */
@Injectable()
export class Settlement {
  constructor(
    private readonly ledger: LedgerWriter,
    private readonly cost: RequestCost,
    private readonly accounts: SpendAccounts,
  ) {}

  /** Before the upstream call: should this process die, the request is known as lost. */
  open(ctx: RequestContext): void {
    ctx.openFacts = JSON.stringify(facts(ctx));
    this.ledger.open(ctx.received.id, joinObjects(ctx.openFacts, LOST_JSON));
  }

  /** The provider has answered, well or badly, wholly or in part. */
  settle(ctx: RequestContext, attempt: AttemptOutcome): void {
    const endedAt = performance.now();
    const { reading } = attempt;
    this.write(ctx, {
      ...usageOf(reading),
      ...verdictOf(attempt, reading),
      ...this.cost.ofAnswer(ctx, attempt),
      duration_ms: Math.round(endedAt - ctx.received.startedAt),
      ttfb_ms: attempt.ttfbMs === undefined ? undefined : Math.round(attempt.ttfbMs),
      provider_chain: ctx.decisions,
    });
  }

  /** The hub itself answers with an error: a refusal, or the end of all attempts. */
  refuse(ctx: RequestContext, error: GatewayError, statusCode: number): void {
    this.write(ctx, {
      status_code: ctx.isAbandoned ? CLIENT_CLOSED : statusCode,
      outcome: ctx.isAbandoned ? 'aborted' : ctx.tried ? 'failed' : 'refused',
      error_code: error.code,
      error_message: ledgerText(error.detail ?? error.message, 1000),
      ...this.cost.ofRefusal(ctx),
      refusal: error.limit && refusalOf(error.limit),
      duration_ms: Math.round(performance.now() - ctx.received.startedAt),
      provider_chain: ctx.decisions,
    });
  }

  private write(ctx: RequestContext, ending: Ending): void {
    const begun = ctx.openFacts ?? JSON.stringify(facts(ctx));
    const row = { id: ctx.received.id, json: joinObjects(begun, JSON.stringify(ending)) };
    const ended = this.accounts.endOf(ctx, ending.cost_usd ?? '0');
    this.ledger.settle({ ...row, ended }, ctx.openFacts !== undefined);
  }
}

// The facts are the longer half of a row and do not change: they are serialised once for the open and the settled row.
function joinObjects(first: string, second: string): string {
  return `${first.slice(0, -1)},${second.slice(1)}`;
}

function facts(ctx: RequestContext): Facts {
  const { received, tried } = ctx;
  const caller = ctx.caller.get();
  const asked = ctx.asked.peek();
  return {
    id: received.id,
    created_at: new Date(received.at).toISOString(),
    user_id: caller.userId,
    key_id: caller.keyId,
    provider_id: tried?.provider.providerId,
    endpoint: ledgerText(received.path, LONGEST_MODEL) ?? '',
    client_format: received.format,
    provider_type: tried?.provider.type,
    requested_model: ledgerText(asked?.model, LONGEST_MODEL),
    model: ledgerText(tried?.model, LONGEST_MODEL),
    session_id: ledgerText(asked?.sessionId, LONGEST_SESSION_ID),
    is_streaming: asked?.isStreaming ?? received.fromPath?.isStreaming ?? false,
    hub_ms: ctx.hubMs === undefined ? undefined : Math.round(ctx.hubMs * 1000) / 1000,
    client_ip: received.clientIp,
    user_agent: ledgerText(ctx.header('user-agent'), LONGEST_USER_AGENT),
  };
}

function verdictOf(
  attempt: AttemptOutcome,
  reading: ReplyReading | undefined,
): Pick<LedgerRow, 'status_code' | 'outcome' | 'error_code' | 'error_message'> {
  const statusCode = attempt.kind === 'abandoned' ? CLIENT_CLOSED : attempt.statusCode;
  if (attempt.error) {
    const outcome: RequestOutcome = attempt.kind === 'abandoned' ? 'aborted' : 'failed';
    return {
      status_code: statusCode,
      outcome,
      error_code: attempt.error.code,
      error_message: attempt.error.message,
    };
  }
  if (reading?.streamError) {
    const { type, message } = reading.streamError;
    const text = ledgerText(`${type}: ${message}`, 1000);
    return { status_code: statusCode, outcome: 'failed', error_code: 'upstream_error', error_message: text };
  }
  if (attempt.upstreamMessage !== undefined) {
    const text = ledgerText(attempt.upstreamMessage, 1000);
    return { status_code: statusCode, outcome: 'failed', error_code: 'upstream_error', error_message: text };
  }
  return { status_code: statusCode, outcome: 'answered' };
}

function usageOf(reading: ReplyReading | undefined): Partial<LedgerRow> {
  const usage = reading?.usage;
  if (!usage) return {};
  return {
    input_tokens: usage.inputTokens,
    output_tokens: usage.outputTokens,
    cache_creation_tokens: usage.cacheCreationTokens,
    cache_creation_5m_tokens: usage.cacheCreation5mTokens,
    cache_creation_1h_tokens: usage.cacheCreation1hTokens,
    cache_read_tokens: usage.cacheReadTokens,
    reasoning_tokens: usage.reasoningTokens,
    image_input_tokens: usage.imageInputTokens,
    image_output_tokens: usage.imageOutputTokens,
  };
}

function refusalOf({ subject, kind, limit, used, held, resetAt }: LimitState): LimitRefusal {
  return {
    subject,
    kind,
    limit_amount: amountText(kind, limit),
    used_amount: amountText(kind, used),
    reserved_amount: amountText(kind, held),
    reset_at: resetAt === undefined ? undefined : new Date(resetAt).toISOString(),
  };
}
