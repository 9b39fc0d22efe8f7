import {
  CIRCUIT_CAUSES,
  CIRCUIT_STATES,
  type CircuitCause,
  type CircuitState,
} from '@cch/contracts/circuit-states';
import { ApiProperty } from '@nestjs/swagger';

const State = () => ApiProperty({ enum: CIRCUIT_STATES, enumName: 'CircuitState' });
const Time = (description: string) =>
  ApiProperty({ type: 'string', format: 'date-time', nullable: true, description });

/** A circuit breaker as a list shows it. */
export class ProviderCircuitSummary {
  @ApiProperty({ type: 'integer' })
  readonly providerId: number;

  @State()
  readonly state: CircuitState;

  @ApiProperty({
    type: 'integer',
    description: 'Consecutive failures while closed, those that opened it while open, else 0',
  })
  readonly failures: number;

  @Time('Null unless it is open')
  readonly openedAt: string | null;

  @Time('When the first trial is let through; null unless it is open')
  readonly opensUntil: string | null;
}

export class ProviderCircuitList {
  @ApiProperty({ type: [ProviderCircuitSummary], description: 'All providers, by id' })
  readonly items: readonly ProviderCircuitSummary[];
}

/** The circuit breaker of one provider. */
export class ProviderCircuitView extends ProviderCircuitSummary {
  @ApiProperty({ type: 'integer', description: 'Successful trials while half-open' })
  readonly successes: number;

  @ApiProperty({ type: 'integer', description: 'Trials that are running' })
  readonly trials: number;
}

/** One change of a circuit breaker. */
export class CircuitEventView {
  @ApiProperty({ type: 'string', format: 'date-time' })
  readonly at: string;

  @State()
  readonly from: CircuitState;

  @State()
  readonly to: CircuitState;

  @ApiProperty({ enum: CIRCUIT_CAUSES, enumName: 'CircuitCause' })
  readonly cause: CircuitCause;

  @ApiProperty({ type: 'integer', description: 'Failures counted when it opened, else 0' })
  readonly failures: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Of the failure that opened it' })
  readonly errorCode: string | null;

  @ApiProperty({
    type: 'string',
    format: 'uuid',
    nullable: true,
    description: 'Of the request that changed it, if one did',
  })
  readonly requestId: string | null;
}

/** The circuit breaker of one provider with its recent past. */
export class ProviderCircuitDetails extends ProviderCircuitView {
  @ApiProperty({ type: [CircuitEventView], description: 'The last changes, newest first, at most 20' })
  readonly events: readonly CircuitEventView[];
}
