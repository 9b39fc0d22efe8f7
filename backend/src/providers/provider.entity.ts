import type { ModelMatch } from '@cch/contracts/model-match';
import type { ProviderType } from '@cch/contracts/provider-types';
import {
  Column,
  CreateDateColumn,
  DeleteDateColumn,
  Entity,
  PrimaryGeneratedColumn,
  UpdateDateColumn,
} from 'typeorm';
import { LimitedEntity } from '../limits/limited.entity';

export interface ModelRule {
  readonly match: ModelMatch;
  readonly pattern: string;
}

export interface ModelRedirectRule extends ModelRule {
  readonly target: string;
}

/** An upstream account we hold. Deleted ones stay as rows, so that the ledger keeps their names. */
@Entity('providers')
export class ProviderEntity extends LimitedEntity {
  @PrimaryGeneratedColumn('identity', { type: 'integer' })
  id: number;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text' })
  type: ProviderType;

  @Column({ type: 'text' })
  url: string;

  /** The upstream credential, sealed by SecretBox. */
  @Column({ name: 'sealed_key', type: 'text' })
  sealedKey: string;

  /** Last four characters of the credential. */
  @Column({ name: 'key_hint', type: 'text' })
  keyHint: string;

  @Column({ name: 'is_enabled', type: 'boolean', default: true })
  isEnabled: boolean;

  @Column({ type: 'integer' })
  weight: number;

  @Column({ type: 'integer' })
  priority: number;

  /** Decimal string: PostgreSQL's numeric is never read into a binary float. */
  @Column({ name: 'cost_multiplier', type: 'numeric', precision: 10, scale: 4 })
  costMultiplier: string;

  @Column({ type: 'text', array: true })
  groups: string[];

  @Column({ name: 'allowed_models', type: 'jsonb' })
  allowedModels: ModelRule[];

  @Column({ name: 'group_priorities', type: 'jsonb', default: {} })
  groupPriorities: Record<string, number>;

  @Column({ name: 'model_redirects', type: 'jsonb', default: [] })
  modelRedirects: ModelRedirectRule[];

  @Column({ name: 'parameter_overrides', type: 'jsonb', default: {} })
  parameterOverrides: object;

  /** JSON object, sealed because proxies and gateways take credentials in headers. */
  @Column({ name: 'sealed_custom_headers', type: 'text', nullable: true })
  sealedCustomHeaders: string | null;

  @Column({ name: 'allowed_clients', type: 'text', array: true, default: [] })
  allowedClients: string[];

  @Column({ name: 'blocked_clients', type: 'text', array: true, default: [] })
  blockedClients: string[];

  /** HH:mm in the system's time zone. */
  @Column({ name: 'active_time_start', type: 'text', nullable: true })
  activeTimeStart: string | null;

  @Column({ name: 'active_time_end', type: 'text', nullable: true })
  activeTimeEnd: string | null;

  /** First attempt included. */
  @Column({ name: 'max_retry_attempts', type: 'integer' })
  maxRetryAttempts: number;

  /** Address with its credentials, sealed. */
  @Column({ name: 'sealed_proxy_url', type: 'text', nullable: true })
  sealedProxyUrl: string | null;

  @Column({ name: 'proxy_fallback_to_direct', type: 'boolean', default: false })
  proxyFallbackToDirect: boolean;

  /** Milliseconds; 0 means no limit. */
  @Column({ name: 'timeout_first_byte', type: 'integer' })
  timeoutFirstByte: number;

  @Column({ name: 'timeout_idle', type: 'integer' })
  timeoutIdle: number;

  @Column({ name: 'timeout_request', type: 'integer' })
  timeoutRequest: number;

  /** Consecutive failures that open the circuit breaker; 0 switches it off. */
  @Column({ name: 'circuit_breaker_failure_threshold', type: 'integer' })
  circuitBreakerFailureThreshold: number;

  /** Milliseconds. */
  @Column({ name: 'circuit_breaker_open_duration', type: 'integer' })
  circuitBreakerOpenDuration: number;

  @Column({ name: 'circuit_breaker_half_open_success_threshold', type: 'integer' })
  circuitBreakerHalfOpenSuccessThreshold: number;

  @Column({ type: 'text', default: '' })
  notes: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @DeleteDateColumn({ name: 'deleted_at', type: 'timestamptz' })
  deletedAt: Date | null;
}
