import type { CostState, RequestOutcome } from '@cch/contracts/cost-states';
import type { Decision } from '@cch/contracts/decision-codes';
import type { ProviderType } from '@cch/contracts/provider-types';
import type { CostBreakdown } from '@cch/domain/pricing/cost';
import type { LimitRefusal } from './limit-refusals';
import type { WireFormat } from '@cch/contracts/wire-formats';

/** What a cost is made of, and what attempts that failed have added to it. */
export interface StoredBreakdown extends Partial<CostBreakdown> {
  readonly failedAttempts?: readonly { readonly providerId: number; readonly total: string }[];
}

/** A ledger entry on its way to PostgreSQL: the names are those of the columns of `message_request`. */
export interface LedgerRow {
  readonly id: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly created_at: string;
  readonly user_id: number;
  readonly key_id: number;
  readonly provider_id?: number | undefined;
  readonly endpoint: string;
  readonly client_format: WireFormat;
  readonly provider_type?: ProviderType | undefined;
  readonly requested_model?: string | undefined;
  readonly model?: string | undefined;
  readonly session_id?: string | undefined;
  readonly is_streaming: boolean;
  readonly status_code?: number | undefined;
  readonly outcome: RequestOutcome;
  readonly error_code?: string | undefined;
  readonly error_message?: string | undefined;
  readonly input_tokens?: number | undefined;
  readonly output_tokens?: number | undefined;
  readonly cache_creation_tokens?: number | undefined;
  readonly cache_creation_5m_tokens?: number | undefined;
  readonly cache_creation_1h_tokens?: number | undefined;
  readonly cache_read_tokens?: number | undefined;
  readonly reasoning_tokens?: number | undefined;
  readonly image_input_tokens?: number | undefined;
  readonly image_output_tokens?: number | undefined;
  /** Decimal string. */
  readonly cost_usd?: string | undefined;
  readonly cost_state: CostState;
  /** Id of the `model_price` row that counted. */
  readonly price_id?: number | undefined;
  /** Served although the model has no price. */
  readonly is_unpriced: boolean;
  readonly cost_breakdown?: StoredBreakdown | undefined;
  readonly duration_ms?: number | undefined;
  readonly ttfb_ms?: number | undefined;
  readonly hub_ms?: number | undefined;
  readonly provider_chain: readonly Decision[];
  readonly client_ip?: string | undefined;
  readonly user_agent?: string | undefined;
}

/** A row with what is not kept in the ledger itself. */
export interface SettledLedgerRow extends LedgerRow {
  readonly refusal?: LimitRefusal | undefined;
}

/** Type of each column, in the order of the table. The one list from which the insert statement is made. */
export const LEDGER_COLUMNS: Readonly<Record<keyof LedgerRow, string>> = {
  created_at: 'timestamptz',
  id: 'uuid',
  user_id: 'integer',
  key_id: 'integer',
  provider_id: 'integer',
  endpoint: 'text',
  client_format: 'text',
  provider_type: 'text',
  requested_model: 'text',
  model: 'text',
  session_id: 'text',
  is_streaming: 'boolean',
  status_code: 'smallint',
  outcome: 'text',
  error_code: 'text',
  error_message: 'text',
  input_tokens: 'integer',
  output_tokens: 'integer',
  cache_creation_tokens: 'integer',
  cache_creation_5m_tokens: 'integer',
  cache_creation_1h_tokens: 'integer',
  cache_read_tokens: 'integer',
  reasoning_tokens: 'integer',
  image_input_tokens: 'integer',
  image_output_tokens: 'integer',
  cost_usd: 'numeric',
  cost_state: 'text',
  price_id: 'integer',
  is_unpriced: 'boolean',
  cost_breakdown: 'jsonb',
  duration_ms: 'integer',
  ttfb_ms: 'integer',
  hub_ms: 'real',
  provider_chain: 'jsonb',
  client_ip: 'text',
  user_agent: 'text',
};

/** Text from outside as PostgreSQL takes it: bounded, without NUL, with whole surrogate pairs only. */
export function ledgerText(text: string | undefined, maxLength: number): string | undefined {
  if (text === undefined) return undefined;
  const bounded = text.length > maxLength ? text.slice(0, maxLength) : text;
  // Nearly every text is fine as it is, and looking costs less than copying.
  return bounded.includes('\0') || !bounded.isWellFormed()
    ? bounded.replaceAll('\0', '').toWellFormed()
    : bounded;
}
