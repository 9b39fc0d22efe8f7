import {
  ATTEMPT_OUTCOMES,
  type AttemptOutcomeKind,
  SKIP_REASONS,
  type SkipReason,
} from '@cch/contracts/decision-codes';
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

/** A provider that was chosen. */
export class SelectedDecisionView extends DecisionView {
  @ApiProperty({ enum: ['selected'] })
  readonly kind: 'selected';

  @ApiProperty({ type: 'integer' })
  readonly priority: number;

  @ApiProperty({ type: 'integer' })
  readonly weight: number;

  @ApiProperty({ description: 'Chance of this choice among the candidates of its priority, 0 to 1' })
  readonly probability: number;

  @ApiProperty({ type: 'integer', description: 'Candidates of this priority' })
  readonly candidates: number;
}

/** One try at a provider. */
export class AttemptDecisionView extends DecisionView {
  @ApiProperty({ enum: ['attempt'] })
  readonly kind: 'attempt';

  @ApiProperty({ type: 'integer', description: '1 for the first' })
  readonly number: number;

  @ApiProperty({ enum: ATTEMPT_OUTCOMES, enumName: 'AttemptOutcome' })
  readonly outcome: AttemptOutcomeKind;

  @ApiProperty({ type: 'integer', required: false })
  readonly statusCode?: number;

  @ApiProperty({ required: false })
  readonly errorCode?: string;

  @ApiProperty({ required: false, description: 'Milliseconds to the first byte of the upstream’s body' })
  readonly ttfbMs?: number;

  @ApiProperty({ description: 'Milliseconds' })
  readonly durationMs: number;
}

export type AnyDecisionView = SkippedDecisionView | SelectedDecisionView | AttemptDecisionView;
