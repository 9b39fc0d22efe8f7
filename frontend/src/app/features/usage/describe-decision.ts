import { formatDuration } from '../../ui/duration.pipe';
import type { Tone } from '../../ui/status-dot';
import type { LogDecision } from './usage-api';

/** A sentence to translate. */
export interface Sentence {
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

/** A decision as sentences: the console's only place that knows what the codes mean. */
export interface DecisionLine extends Sentence {
  readonly tone: Tone;
  readonly params: Readonly<Record<string, string | number>>;
  /** Smaller sentences below. */
  readonly notes: readonly Sentence[];
}

type Selected = Extract<LogDecision, { kind: 'selected' }>;
type Attempt = Extract<LogDecision, { kind: 'attempt' }>;

export function describeDecision(decision: LogDecision): DecisionLine {
  switch (decision.kind) {
    case 'skipped':
      return {
        tone: 'idle',
        key: 'decision.skipped',
        params: { provider: nameOf(decision) },
        notes: [{ key: `skipReason.${decision.reason}` }],
      };
    case 'released':
      return {
        tone: 'warn',
        key: 'decision.released',
        params: { provider: nameOf(decision) },
        notes: [{ key: releaseKey(decision.reason) }],
      };
    case 'selected':
      return describeSelected(decision);
    case 'attempt':
      return describeAttempt(decision);
    case 'exhausted':
      return { tone: 'bad', key: `exhaustionReason.${decision.reason}`, params: {}, notes: [] };
  }
}

// Whatever makes a provider no candidate also ends a binding to it.
function releaseKey(reason: Extract<LogDecision, { kind: 'released' }>['reason']): string {
  return reason === 'deleted' || reason === 'better_priority'
    ? `releaseReason.${reason}`
    : `skipReason.${reason}`;
}

function describeSelected(selected: Selected): DecisionLine {
  const { candidates, priority, weight, probability, circuit } = selected;
  const isAmong = candidates.length > 1;
  const byWeight = isAmong ? 'decision.selectedAmong' : 'decision.selectedOnly';
  return {
    tone: 'good',
    key: selected.method === 'session' ? 'decision.selectedSession' : byWeight,
    params: {
      provider: nameOf(selected),
      candidates: candidates.length,
      priority,
      weight,
      chance: percent(probability),
    },
    notes: [
      ...(isAmong
        ? [{ key: 'decision.candidates', params: { list: candidates.map(chanceOf).join(', ') } }]
        : []),
      ...(circuit === 'half-open' ? [{ key: 'decision.trial' }] : []),
    ],
  };
}

function describeAttempt(attempt: Attempt): DecisionLine {
  const params = {
    provider: nameOf(attempt),
    number: attempt.number,
    status: attempt.statusCode ?? 0,
    duration: formatDuration(attempt.durationMs),
  };
  const suffix = attempt.statusCode === undefined ? 'NoStatus' : '';
  const notes = [...circumstances(attempt), ...consequences(attempt)];
  switch (attempt.outcome) {
    case 'answered':
      return { tone: attempt.failure ? 'bad' : 'good', key: 'decision.answered', params, notes };
    case 'failed':
      return { tone: 'bad', key: `decision.failed${suffix}`, params, notes };
    case 'broken':
      return { tone: 'bad', key: 'decision.broken', params, notes };
    case 'abandoned':
      return { tone: 'idle', key: 'decision.abandoned', params, notes };
  }
}

function circumstances({ waitedMs, ttfbMs, model, route }: Attempt): readonly Sentence[] {
  return [
    ...(waitedMs === undefined ? [] : [timed('decision.waited', waitedMs)]),
    ...(model === undefined ? [] : [{ key: 'decision.model', params: { model } }]),
    ...(route === undefined || route === 'direct' ? [] : [{ key: `egressRoute.${route}` }]),
    ...(ttfbMs === undefined ? [] : [timed('decision.firstByte', ttfbMs)]),
  ];
}

function consequences({ failure, errorCode }: Attempt): readonly Sentence[] {
  if (!failure) return errorCode ? [{ key: `errorCode.${errorCode}` }] : [];
  const { reason, next, blame, trips, retryAfterMs } = failure;
  const counts = trips ? 'decision.counts' : 'decision.countsNot';
  return [
    { key: `failureReason.${reason}` },
    ...(retryAfterMs === undefined ? [] : [timed('decision.retryAfter', retryAfterMs)]),
    { key: `nextStep.${next}` },
    // What the caller did wrong never counts, so there is nothing to say.
    ...(blame === 'caller' ? [] : [{ key: counts }]),
  ];
}

function timed(key: string, ms: number): Sentence {
  return { key, params: { duration: formatDuration(ms) } };
}

function chanceOf(candidate: Selected['candidates'][number]): string {
  return `${nameOf(candidate)} ${percent(candidate.probability)} %`;
}

function percent(probability: number): number {
  return Math.round(probability * 100);
}

function nameOf(of: { readonly providerId: number; readonly providerName: string | null }): string {
  return of.providerName ?? `#${of.providerId}`;
}
