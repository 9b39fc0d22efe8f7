import type { CircuitCause, CircuitState } from '@cch/contracts/circuit-states';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One opening, closing or half-opening of a provider's circuit breaker. */
@Entity('circuit_events')
export class CircuitEventEntity {
  /** Decimal text: it may outgrow a number. */
  @PrimaryGeneratedColumn('identity', { type: 'bigint' })
  id: string;

  @Column({ type: 'timestamptz' })
  at: Date;

  @Column({ name: 'provider_id', type: 'integer' })
  providerId: number;

  @Column({ name: 'from_state', type: 'text' })
  fromState: CircuitState;

  @Column({ name: 'to_state', type: 'text' })
  toState: CircuitState;

  @Column({ type: 'text' })
  cause: CircuitCause;

  /** Failures counted when it opened; 0 for the other changes. */
  @Column({ type: 'integer' })
  failures: number;

  /** Of the failure that opened it. */
  @Column({ name: 'error_code', type: 'text', nullable: true })
  errorCode: string | null;

  /** Of the request whose end changed it. */
  @Column({ name: 'request_id', type: 'uuid', nullable: true })
  requestId: string | null;
}
