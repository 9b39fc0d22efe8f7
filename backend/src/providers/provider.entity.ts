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

export interface ModelRule {
  readonly match: ModelMatch;
  readonly pattern: string;
}

/** An upstream account we hold. Deleted ones stay as rows, so that the ledger keeps their names. */
@Entity('providers')
export class ProviderEntity {
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

  /** Milliseconds; 0 means no limit. */
  @Column({ name: 'timeout_first_byte', type: 'integer' })
  timeoutFirstByte: number;

  @Column({ name: 'timeout_idle', type: 'integer' })
  timeoutIdle: number;

  @Column({ name: 'timeout_request', type: 'integer' })
  timeoutRequest: number;

  @Column({ type: 'text', default: '' })
  notes: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;

  @DeleteDateColumn({ name: 'deleted_at', type: 'timestamptz' })
  deletedAt: Date | null;
}
