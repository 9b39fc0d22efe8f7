import { expect, it } from 'vitest';
import { trafficShare, type ShareFacts } from './traffic-share';

const own: ShareFacts = { type: 'claude', isEnabled: true, priority: 0, weight: 1, groups: [] };
const rival = (part: Partial<ShareFacts> = {}): ShareFacts => ({ ...own, ...part });

it.each<[string, Partial<ShareFacts>, readonly ShareFacts[], object]>([
  ['alone', {}, [], { kind: 'share', percent: 100, rivals: 0 }],
  ['by weight', { weight: 5 }, [rival({ weight: 3 })], { kind: 'share', percent: 63, rivals: 1 }],
  ['behind a lower number', { priority: 1 }, [rival()], { kind: 'reserve', before: 1 }],
  ['before a higher number', {}, [rival({ priority: 1 })], { kind: 'share', percent: 100, rivals: 0 }],
  ['another format is no rival', {}, [rival({ type: 'codex' })], { kind: 'share', percent: 100, rivals: 0 }],
  ['the same format of another type is', {}, [rival({ type: 'claude-auth' })], { percent: 50 }],
  ['another group is no rival', { groups: ['vip'] }, [rival()], { percent: 100 }],
  ['no group means the default group', { groups: ['default'] }, [rival()], { percent: 50 }],
  ['a disabled rival does not count', {}, [rival({ isEnabled: false })], { percent: 100 }],
  ['a drained rival does not count', { priority: 1 }, [rival({ weight: 0 })], { percent: 100 }],
  ['disabled', { isEnabled: false }, [], { kind: 'none', why: 'disabled' }],
  ['drained', { weight: 0 }, [], { kind: 'none', why: 'drained' }],
])('%s', (_name, part, others, expected) => {
  expect(trafficShare({ ...own, ...part }, others)).toMatchObject(expected);
});
