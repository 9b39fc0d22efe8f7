import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CircuitEventEntity } from './circuit-event.entity';

export type CircuitEvent = Omit<CircuitEventEntity, 'id'>;

// When the answer of PostgreSQL is lost, the same event comes again. Of one provider, no two events share their time.
const INSERT_ONCE = `
  INSERT INTO circuit_events
    (at, provider_id, from_state, to_state, cause, failures, error_code, request_id)
  SELECT $1::timestamptz, $2::integer, $3::text, $4::text, $5::text, $6::integer, $7::text, $8::uuid
  WHERE NOT EXISTS (
    SELECT FROM circuit_events WHERE provider_id = $2 AND at = $1 AND to_state = $4 AND cause = $5)`;

@Injectable()
export class CircuitEventRepository {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  async insert(event: CircuitEvent): Promise<void> {
    const { at, providerId, fromState, toState, cause, failures, errorCode, requestId } = event;
    const values = [at, providerId, fromState, toState, cause, failures, errorCode, requestId];
    await this.database.query(INSERT_ONCE, values);
  }

  /** Newest first. */
  latest(providerId: number, limit: number): Promise<CircuitEventEntity[]> {
    return this.database.manager.find(CircuitEventEntity, {
      where: { providerId },
      order: { at: 'DESC', id: 'DESC' },
      take: limit,
    });
  }
}
