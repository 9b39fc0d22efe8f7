import { describe, expect, it } from 'vitest';
import type { Candidate, Wanted } from './candidate';
import { callerGroups } from './eligibility';
import { selectCandidate } from './select';

const provider = (providerId: number, part: Partial<Candidate> = {}): Candidate => ({
  providerId,
  isEnabled: true,
  formats: ['anthropic'],
  groups: [],
  priority: 0,
  weight: 1,
  servesModel: () => true,
  ...part,
});

const wanted: Wanted = { format: 'anthropic', groups: ['default'], model: 'claude-opus-5' };

describe('selectCandidate', () => {
  it.each<[string, Partial<Candidate>]>([
    ['disabled', { isEnabled: false }],
    ['format', { formats: ['gemini'] }],
    ['group', { groups: ['vip'] }],
    ['model', { servesModel: (model) => model === 'other' }],
    ['drained', { weight: 0 }],
  ])('skips a provider and says why: %s', (reason, part) => {
    const selection = selectCandidate([provider(1, part)], wanted, () => 0);
    expect(selection.chosen).toBeUndefined();
    expect(selection.skipped).toEqual([{ providerId: 1, reason }]);
  });

  it('takes the lowest priority number only', () => {
    const all = [provider(1, { priority: 5 }), provider(2, { priority: 1 }), provider(3, { priority: 1 })];
    const drawn = new Set(
      [0, 0.49, 0.5, 0.99].map((r) => selectCandidate(all, wanted, () => r).chosen?.candidate),
    );
    expect([...drawn].map((candidate) => candidate?.providerId)).toEqual([2, 3]);
  });

  it('draws by weight', () => {
    const all = [provider(1, { weight: 1 }), provider(2, { weight: 3 })];
    const at = (r: number) => selectCandidate(all, wanted, () => r).chosen;
    expect(at(0.24)).toMatchObject({ candidate: { providerId: 1 }, probability: 0.25, candidates: 2 });
    expect(at(0.26)).toMatchObject({ candidate: { providerId: 2 }, probability: 0.75 });
    expect(at(0.999999)).toMatchObject({ candidate: { providerId: 2 } });
  });

  it('does not look at models when the request names none', () => {
    const none: Wanted = { ...wanted, model: undefined };
    expect(selectCandidate([provider(1, { servesModel: () => false })], none, () => 0).chosen).toBeDefined();
  });
});

it.each([
  [['a'], ['b'], ['a']],
  [[], ['b'], ['b']],
  [[], [], ['default']],
])('groups of key %j and user %j are %j', (key, user, groups) =>
  expect(callerGroups(key, user)).toEqual(groups),
);
