import { describe, expect, it } from 'vitest';
import type { Candidate, Wanted } from './candidate';
import { callerGroups, effectivePriority } from './eligibility';
import { reasonCounts } from './no-provider';
import { chooseFrom, rankCandidates, releaseReason } from './select';
import { seededRandom } from './seeded-random';

const provider = (providerId: number, part: Partial<Candidate> = {}): Candidate => ({
  providerId,
  isEnabled: true,
  formats: ['anthropic'],
  groups: [],
  priority: 0,
  groupPriorities: {},
  weight: 1,
  servesModel: () => true,
  servesClient: () => true,
  activeHours: undefined,
  ...part,
});

const wanted: Wanted = {
  format: 'anthropic',
  groups: ['default'],
  model: 'claude-opus-5',
  client: { names: ['claude-code'], userAgent: 'claude-cli/2.1.330' },
  minuteOfDay: 600,
};

const free = () => undefined;
const rank = (all: readonly Candidate[], request = wanted) => rankCandidates(all, request, free);
const choose = (all: readonly Candidate[], random: number, bound?: number) =>
  chooseFrom(rank(all), bound, () => random);

describe('rankCandidates', () => {
  it.each<[string, Partial<Candidate>]>([
    ['disabled', { isEnabled: false }],
    ['format', { formats: ['gemini'] }],
    ['group', { groups: ['vip'] }],
    ['model', { servesModel: (model) => model === 'other' }],
    ['client', { servesClient: ({ names }) => names.includes('codex-cli') }],
    ['hours', { activeHours: { start: 601, end: 660 } }],
    ['drained', { weight: 0 }],
  ])('skips a provider and says why: %s', (reason, part) => {
    expect(rank([provider(1, part)])).toEqual({
      layer: [],
      priority: undefined,
      skipped: [{ providerId: 1, reason }],
    });
  });

  it('skips what is hindered, after everything that the configuration says', () => {
    const all = [provider(1), provider(2, { isEnabled: false }), provider(3)];
    const ranking = rankCandidates(all, wanted, ({ providerId }) =>
      providerId === 3 ? undefined : 'circuit_open',
    );
    expect(ranking.layer.map(({ providerId }) => providerId)).toEqual([3]);
    expect(ranking.skipped).toEqual([
      { providerId: 1, reason: 'circuit_open' },
      { providerId: 2, reason: 'disabled' },
    ]);
  });

  it('has the lowest priority number only', () => {
    const all = [provider(1, { priority: 5 }), provider(2, { priority: 1 }), provider(3, { priority: 1 })];
    const { layer, priority } = rank(all);
    expect({ ids: layer.map(({ providerId }) => providerId), priority }).toEqual({
      ids: [2, 3],
      priority: 1,
    });
  });

  it('puts the priorities of the caller’s groups in the place of the general one', () => {
    const all = [
      provider(1, { groups: ['team'], priority: 9, groupPriorities: { team: 0, other: 7 } }),
      provider(2, { groups: ['team'], priority: 1 }),
    ];
    expect(rank(all, { ...wanted, groups: ['team'] }).layer).toEqual([all[0]]);
    expect(all.map((candidate) => effectivePriority(candidate, ['other']))).toEqual([7, 1]);
    expect(effectivePriority(provider(3, { groupPriorities: { a: 5, b: 2 } }), ['a', 'b'])).toBe(2);
    expect(effectivePriority(provider(4, { priority: 3, groupPriorities: { a: 5 } }), [])).toBe(3);
  });

  it('does not look at models when the request names none', () => {
    const none: Wanted = { ...wanted, model: undefined };
    expect(rank([provider(1, { servesModel: () => false })], none).layer).toHaveLength(1);
  });

  it('knows no way around groups', () => {
    const isServed = (groups: string[], of: string[]) =>
      rank([provider(1, { groups })], { ...wanted, groups: of }).layer.length === 1;
    expect(isServed(['a', 'b'], ['b', 'c'])).toBe(true);
    expect(isServed([], ['default'])).toBe(true);
    expect(isServed([], ['a'])).toBe(false);
    expect(isServed(['a'], ['default'])).toBe(false);
  });
});

describe('chooseFrom', () => {
  it('draws by weight', () => {
    const all = [provider(1, { weight: 1 }), provider(2, { weight: 3 })];
    expect(choose(all, 0.24)).toMatchObject({
      candidate: { providerId: 1 },
      method: 'weight',
      probability: 0.25,
    });
    expect(choose(all, 0.26)).toMatchObject({ candidate: { providerId: 2 }, probability: 0.75 });
    expect(choose(all, 1 - 2 ** -53)).toMatchObject({ candidate: { providerId: 2 } });
    expect(choose(all, 0)?.candidates).toEqual([
      { providerId: 1, probability: 0.25 },
      { providerId: 2, probability: 0.75 },
    ]);
  });

  it('makes the same choices for the same seed', () => {
    const all = [1, 2, 3, 4, 5].map((id) => provider(id, { weight: id }));
    const run = (random: () => number) =>
      Array.from({ length: 200 }, () => chooseFrom(rank(all), undefined, random)?.candidate.providerId);
    expect(run(seededRandom(7))).toEqual(run(seededRandom(7)));
    expect(run(seededRandom(7))).not.toEqual(run(seededRandom(8)));
  });

  it('matches the weights over 100,000 seeded choices (chi-squared)', () => {
    const weights = [1, 2, 3, 10, 25, 59];
    const all = weights.map((weight, at) => provider(at, { weight }));
    const random = seededRandom(20261125);
    const counts = weights.map(() => 0);
    const draws = 100_000;
    for (let draw = 0; draw < draws; draw += 1) {
      const id = chooseFrom(rank(all), undefined, random)?.candidate.providerId ?? -1;
      counts[id] = (counts[id] ?? 0) + 1;
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const chiSquared = weights.reduce((sum, weight, at) => {
      const expected = (draws * weight) / total;
      return sum + ((counts[at] ?? 0) - expected) ** 2 / expected;
    }, 0);
    expect(chiSquared).toBeLessThan(20.515); // the 0.999 quantile of five degrees of freedom
  });

  it('keeps a session at its provider as long as that is among the first choice', () => {
    const all = [provider(1), provider(2), provider(3, { priority: 1 })];
    expect(choose(all, 0, 2)).toMatchObject({
      candidate: { providerId: 2 },
      method: 'session',
      probability: 0.5,
    });
    expect(choose(all, 0, 3)).toMatchObject({ candidate: { providerId: 1 }, method: 'weight' });
    expect(choose(all, 0, 99)).toMatchObject({ candidate: { providerId: 1 }, method: 'weight' });
  });

  it('chooses nobody from nothing', () => expect(choose([], 0, 1)).toBeUndefined());
});

it.each<[string, readonly Candidate[]]>([
  ['better_priority', [provider(1, { priority: 1 }), provider(2)]],
  ['drained', [provider(1, { weight: 0 }), provider(2)]],
  ['disabled', [provider(1, { isEnabled: false }), provider(2)]],
  ['group', [provider(1, { groups: ['x'] }), provider(2)]],
  ['deleted', [provider(2)]],
])('tells that a session leaves its provider: %s', (reason, all) => {
  expect(releaseReason(rank(all), 1, all)).toBe(reason);
  expect(releaseReason(rank(all), 2, all)).toBeUndefined();
});

it('counts why nobody is left, and names nobody', () => {
  const all = [
    provider(1, { isEnabled: false }),
    provider(2, { isEnabled: false }),
    provider(3, { weight: 0 }),
    provider(4),
  ];
  const { skipped } = rankCandidates(all, wanted, () => 'circuit_open');
  expect(reasonCounts(skipped)).toBe('2 disabled, 1 with weight 0, 1 with an open circuit breaker');
});

it.each([
  [['a'], ['b'], ['a']],
  [[], ['b'], ['b']],
  [[], [], ['default']],
])('groups of key %j and user %j are %j', (key, user, groups) =>
  expect(callerGroups(key, user)).toEqual(groups),
);
