import { formatDuration } from '../../ui/duration.pipe';
import type { Tone } from '../../ui/status-dot';
import type { LogDecision } from './usage-api';

/** A decision as a sentence to translate: the console's only place that knows what the codes mean. */
export interface DecisionLine {
  readonly tone: Tone;
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** Translation key of a second, smaller sentence. */
  readonly note?: string;
}

export function describeDecision(decision: LogDecision): DecisionLine {
  const provider = decision.providerName ?? `#${decision.providerId}`;
  switch (decision.kind) {
    case 'skipped':
      return {
        tone: 'idle',
        key: 'decision.skipped',
        params: { provider },
        note: `skipReason.${decision.reason}`,
      };
    case 'selected':
      return {
        tone: 'good',
        key: decision.candidates > 1 ? 'decision.selectedAmong' : 'decision.selectedOnly',
        params: {
          provider,
          candidates: decision.candidates,
          priority: decision.priority,
          weight: decision.weight,
          chance: Math.round(decision.probability * 100),
        },
      };
    case 'attempt':
      return describeAttempt(decision, provider);
  }
}

function describeAttempt(attempt: Extract<LogDecision, { kind: 'attempt' }>, provider: string): DecisionLine {
  const params = {
    provider,
    number: attempt.number,
    status: attempt.statusCode ?? 0,
    duration: formatDuration(attempt.durationMs),
  };
  const note = attempt.errorCode ? { note: `errorCode.${attempt.errorCode}` } : {};
  const suffix = attempt.statusCode === undefined ? 'NoStatus' : '';
  switch (attempt.outcome) {
    case 'answered':
      return {
        tone: (attempt.statusCode ?? 0) < 400 ? 'good' : 'bad',
        key: 'decision.answered',
        params,
        ...note,
      };
    case 'failed':
      return { tone: 'bad', key: `decision.failed${suffix}`, params, ...note };
    case 'broken':
      return { tone: 'bad', key: 'decision.broken', params, ...note };
    case 'abandoned':
      return { tone: 'idle', key: 'decision.abandoned', params, ...note };
  }
}
