import type { CostState, RequestOutcome } from '@cch/contracts/cost-states';
import type { Decision } from '@cch/contracts/decision-codes';
import type { ProviderType } from '@cch/contracts/provider-types';
import type { WireFormat } from '@cch/contracts/wire-formats';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StoredBreakdown } from './ledger-row';

/** One request in the ledger. The table is partitioned by UTC day, which is why `createdAt` is part of the key. */
@Entity('message_request')
export class LedgerEntryEntity {
  @PrimaryColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** UUID version 7 of the request, also sent to the client as `x-request-id`. */
  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  @Column({ name: 'key_id', type: 'integer' })
  keyId: number;

  @Column({ name: 'provider_id', type: 'integer', nullable: true })
  providerId: number | null;

  @Column({ type: 'text' })
  endpoint: string;

  @Column({ name: 'client_format', type: 'text' })
  clientFormat: WireFormat;

  @Column({ name: 'provider_type', type: 'text', nullable: true })
  providerType: ProviderType | null;

  @Column({ name: 'requested_model', type: 'text', nullable: true })
  requestedModel: string | null;

  /** The model sent upstream. */
  @Column({ type: 'text', nullable: true })
  model: string | null;

  @Column({ name: 'session_id', type: 'text', nullable: true })
  sessionId: string | null;

  @Column({ name: 'is_streaming', type: 'boolean' })
  isStreaming: boolean;

  /** Status the client got; 499 when it left first, null when the process died before it could tell. */
  @Column({ name: 'status_code', type: 'smallint', nullable: true })
  statusCode: number | null;

  @Column({ type: 'text' })
  outcome: RequestOutcome;

  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  @Column({ name: 'error_message', type: 'text', nullable: true })
  errorMessage: string | null;

  /** The four token counts are disjoint: input excludes what was read from or written to the cache. */
  @Column({ name: 'input_tokens', type: 'integer', nullable: true })
  inputTokens: number | null;

  @Column({ name: 'output_tokens', type: 'integer', nullable: true })
  outputTokens: number | null;

  @Column({ name: 'cache_creation_tokens', type: 'integer', nullable: true })
  cacheCreationTokens: number | null;

  @Column({ name: 'cache_creation_5m_tokens', type: 'integer', nullable: true })
  cacheCreation5mTokens: number | null;

  @Column({ name: 'cache_creation_1h_tokens', type: 'integer', nullable: true })
  cacheCreation1hTokens: number | null;

  @Column({ name: 'cache_read_tokens', type: 'integer', nullable: true })
  cacheReadTokens: number | null;

  /** Part of the output that was reasoning, where the provider says so. */
  @Column({ name: 'reasoning_tokens', type: 'integer', nullable: true })
  reasoningTokens: number | null;

  /** Part of the input. */
  @Column({ name: 'image_input_tokens', type: 'integer', nullable: true })
  imageInputTokens: number | null;

  /** Part of the output. */
  @Column({ name: 'image_output_tokens', type: 'integer', nullable: true })
  imageOutputTokens: number | null;

  @Column({ name: 'cost_usd', type: 'numeric', precision: 21, scale: 15, nullable: true })
  costUsd: string | null;

  @Column({ name: 'cost_state', type: 'text' })
  costState: CostState;

  /** The version of the price that counted. */
  @Column({ name: 'price_id', type: 'integer', nullable: true })
  priceId: number | null;

  /** Served although the model has no price. */
  @Column({ name: 'is_unpriced', type: 'boolean' })
  isUnpriced: boolean;

  @Column({ name: 'cost_breakdown', type: 'jsonb', nullable: true })
  costBreakdown: StoredBreakdown | null;

  /** Milliseconds from the request's headers to the end of the answer. */
  @Column({ name: 'duration_ms', type: 'integer', nullable: true })
  durationMs: number | null;

  /** Milliseconds from sending upstream to the first byte of the upstream's body. */
  @Column({ name: 'ttfb_ms', type: 'integer', nullable: true })
  ttfbMs: number | null;

  /** The hub's own share of the time before the request went upstream, in milliseconds with fractions. */
  @Column({ name: 'hub_ms', type: 'real', nullable: true })
  hubMs: number | null;

  @Column({ name: 'provider_chain', type: 'jsonb' })
  providerChain: Decision[];

  @Column({ name: 'client_ip', type: 'text', nullable: true })
  clientIp: string | null;

  @Column({ name: 'user_agent', type: 'text', nullable: true })
  userAgent: string | null;
}
