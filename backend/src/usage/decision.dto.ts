import { CIRCUIT_STATES, type CircuitState } from '@cch/contracts/circuit-states';
import {
  ATTEMPT_OUTCOMES,
  type AttemptOutcomeKind,
  EGRESS_ROUTES,
  type EgressRoute,
  EXHAUSTION_REASONS,
  type ExhaustionReason,
  RELEASE_REASONS,
  type ReleaseReason,
  SELECTION_METHODS,
  type SelectionMethod,
  SKIP_REASONS,
  type SkipReason,
} from '@cch/contracts/decision-codes';
import {
  type Blame,
  BLAMES,
  FAILURE_REASONS,
  type FailureReason,
  NEXT_STEPS,
  type NextStep,
} from '@cch/contracts/failure-reasons';
import { ApiProperty } from '@nestjs/swagger';

class DecisionView {
  @ApiProperty({ type: 'integer' })
  readonly providerId: number;

  @ApiProperty({ type: 'string', nullable: true, description: 'Also of deleted providers' })
  readonly providerName: string | null;
}

/** A provider that was no candidate. */
export class SkippedDecisionView extends DecisionView {
  @ApiProperty({ enum: ['skipped'] })
  readonly kind: 'skipped';

  @ApiProperty({ enum: SKIP_REASONS, enumName: 'SkipReason' })
  readonly reason: SkipReason;
}

/** The provider that the session was bound to and left. */
export class ReleasedDecisionView extends DecisionView {
  @ApiProperty({ enum: ['released'] })
  readonly kind: 'released';

  @ApiProperty({ enum: RELEASE_REASONS, enumName: 'ReleaseReason' })
  readonly reason: ReleaseReason;
}

class CandidateChanceView extends DecisionView {
  @ApiProperty({ description: '0 to 1' })
  readonly probability: number;
}

/** A provider that was chosen. */
export class SelectedDecisionView extends DecisionView {
  @ApiProperty({ enum: ['selected'] })
  readonly kind: 'selected';

  @ApiProperty({ enum: SELECTION_METHODS, enumName: 'SelectionMethod' })
  readonly method: SelectionMethod;

  @ApiProperty({ type: 'integer', description: 'The one that counts for the caller’s groups' })
  readonly priority: number;

  @ApiProperty({ type: 'integer' })
  readonly weight: number;

  @ApiProperty({ description: 'Chance of this choice in a draw among the candidates, 0 to 1' })
  readonly probability: number;

  @ApiProperty({ enum: CIRCUIT_STATES, enumName: 'CircuitState' })
  readonly circuit: CircuitState;

  @ApiProperty({ type: [CandidateChanceView], description: 'Everybody of this priority' })
  readonly candidates: readonly CandidateChanceView[];
}

/** What a failure means. */
export class FailureView {
  @ApiProperty({ enum: FAILURE_REASONS, enumName: 'FailureReason' })
  readonly reason: FailureReason;

  @ApiProperty({ enum: NEXT_STEPS, enumName: 'NextStep', description: 'Where the request goes from here' })
  readonly next: NextStep;

  @ApiProperty({ enum: BLAMES, enumName: 'Blame' })
  readonly blame: Blame;

  @ApiProperty({ description: 'Whether the circuit breaker counts it' })
  readonly trips: boolean;

  @ApiProperty({ required: false, description: 'Milliseconds the provider asked to be left alone' })
  readonly retryAfterMs?: number;
}

/** One try at a provider. */
export class AttemptDecisionView extends DecisionView {
  @ApiProperty({ enum: ['attempt'] })
  readonly kind: 'attempt';

  @ApiProperty({ type: 'integer', description: '1 for the first' })
  readonly number: number;

  @ApiProperty({ enum: ATTEMPT_OUTCOMES, enumName: 'AttemptOutcome' })
  readonly outcome: AttemptOutcomeKind;

  @ApiProperty({
    description: 'Milliseconds from the arrival of the request to the beginning of the attempt',
  })
  readonly startedMs: number;

  @ApiProperty({ required: false, description: 'Milliseconds of these waited on purpose right before it' })
  readonly waitedMs?: number;

  @ApiProperty({ required: false, description: 'Milliseconds to the first byte of the upstream’s body' })
  readonly ttfbMs?: number;

  @ApiProperty({ description: 'Milliseconds' })
  readonly durationMs: number;

  @ApiProperty({ type: 'integer', required: false })
  readonly statusCode?: number;

  @ApiProperty({ required: false })
  readonly errorCode?: string;

  @ApiProperty({ required: false, type: FailureView })
  readonly failure?: FailureView;

  @ApiProperty({ required: false, description: 'Model sent upstream, where a redirect changed it' })
  readonly model?: string;

  @ApiProperty({
    enum: EGRESS_ROUTES,
    enumName: 'EgressRoute',
    required: false,
    description: 'Left out when straight',
  })
  readonly route?: EgressRoute;
}

/** Why no further attempt was made. */
export class ExhaustedDecisionView {
  @ApiProperty({ enum: ['exhausted'] })
  readonly kind: 'exhausted';

  @ApiProperty({ enum: EXHAUSTION_REASONS, enumName: 'ExhaustionReason' })
  readonly reason: ExhaustionReason;
}

export type AnyDecisionView =
  | SkippedDecisionView
  | ReleasedDecisionView
  | SelectedDecisionView
  | AttemptDecisionView
  | ExhaustedDecisionView;
