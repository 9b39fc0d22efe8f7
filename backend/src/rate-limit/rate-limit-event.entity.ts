import type { LimitKind, LimitSubject } from '@cch/contracts/limit-kinds';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request that was refused because it had run into a limit. Amounts are USD, or counts, as decimal text. */
@Entity('rate_limit_event')
export class RateLimitEventEntity {
  @PrimaryColumn({ type: 'bigint' })
  id: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ name: 'request_id', type: 'uuid' })
  requestId: string;

  @Column({ name: 'user_id', type: 'integer' })
  userId: number;

  @Column({ name: 'key_id', type: 'integer' })
  keyId: number;

  /** Whose limit it was. */
  @Column({ type: 'text' })
  subject: LimitSubject;

  @Column({ type: 'text' })
  kind: LimitKind;

  @Column({ name: 'limit_amount', type: 'numeric' })
  limitAmount: string;

  @Column({ name: 'used_amount', type: 'numeric' })
  usedAmount: string;

  /** Of requests under way. */
  @Column({ name: 'reserved_amount', type: 'numeric' })
  reservedAmount: string;

  @Column({ name: 'reset_at', type: 'timestamptz', nullable: true })
  resetAt: Date | null;

  /** What the request asked for. */
  @Column({ type: 'text', nullable: true })
  model: string | null;
}
