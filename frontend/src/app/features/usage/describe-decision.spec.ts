import { describe, expect, it } from 'vitest';
import { describeDecision } from './describe-decision';
import type { LogDecision } from './usage-api';

const selected = {
  kind: 'selected',
  providerId: 7,
  providerName: 'Main',
  priority: 0,
  weight: 3,
  probability: 0.6,
  candidates: 2,
} as const;
const attempt = {
  kind: 'attempt',
  number: 1,
  providerId: 7,
  providerName: 'Main',
  durationMs: 1500,
} as const;

describe('describeDecision', () => {
  it.each<[string, LogDecision, Partial<ReturnType<typeof describeDecision>>]>([
    [
      'a skipped provider with the reason',
      { kind: 'skipped', providerId: 7, providerName: 'Main', reason: 'group' },
      { tone: 'idle', key: 'decision.skipped', note: 'skipReason.group' },
    ],
    ['a choice among several', selected, { tone: 'good', key: 'decision.selectedAmong' }],
    ['the only candidate', { ...selected, candidates: 1 }, { key: 'decision.selectedOnly' }],
    [
      'an answer',
      { ...attempt, outcome: 'answered', statusCode: 200 },
      { tone: 'good', key: 'decision.answered' },
    ],
    ['an answer that is an error', { ...attempt, outcome: 'answered', statusCode: 400 }, { tone: 'bad' }],
    [
      'a failure without an answer',
      { ...attempt, outcome: 'failed', errorCode: 'upstream_unreachable' },
      { tone: 'bad', key: 'decision.failedNoStatus', note: 'errorCode.upstream_unreachable' },
    ],
    [
      'an attempt given up',
      { ...attempt, outcome: 'abandoned' },
      { tone: 'idle', key: 'decision.abandoned' },
    ],
  ])('%s', (_name, decision, expected) => {
    expect(describeDecision(decision)).toMatchObject(expected);
  });

  it('names the provider and gives the chance in per cent', () => {
    expect(describeDecision(selected).params).toMatchObject({ provider: 'Main', chance: 60 });
  });

  it('falls back to the number of a provider without a name', () => {
    expect(describeDecision({ ...selected, providerName: null }).params).toMatchObject({ provider: '#7' });
  });
});
