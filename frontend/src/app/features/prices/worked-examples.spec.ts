import { expect, it } from 'vitest';
import { partsOf, workedExamples } from './worked-examples';

const SONNET = { input: '3', output: '15', cacheRead: '0.3' };

it('adds up the parts of a request', () => {
  const [plain, ...others] = workedExamples(SONNET);
  expect(others).toEqual([]);
  expect(plain?.cost.total).toBe('0.06');
  expect(plain && partsOf(plain.cost)).toEqual([
    { part: 'input', usd: '0.03' },
    { part: 'output', usd: '0.015' },
    { part: 'cacheRead', usd: '0.015' },
  ]);
});

it('shows a long request where long inputs have prices of their own', () => {
  const tier = { above: 200_000, input: '6', output: '22.5', cacheRead: '0.6' };
  const [, long] = workedExamples({ ...SONNET, longContext: [tier] });
  expect(long).toMatchObject({ kind: 'long', inputTokens: 200_000 });
  expect(long?.cost).toMatchObject({ longContextAbove: 200_000, total: '1.2525' });
});

it('needs no long request where every one is', () => {
  const examples = workedExamples({ ...SONNET, longContext: [{ above: 1000, input: '6' }] });
  expect(examples.map(({ kind, cost }) => [kind, cost.longContextAbove])).toEqual([['plain', 1000]]);
});

it('shows the priority tier where it costs something else', () => {
  const [, priority] = workedExamples({ ...SONNET, priority: { output: '30' } });
  expect(priority?.kind).toBe('priority');
  expect(priority?.cost.total).toBe('0.075');
});

it('has nothing to show without a price', () => {
  expect(workedExamples({ cacheRead: '1' })).toEqual([]);
  expect(workedExamples({ perRequest: '0.01' })[0]?.cost.total).toBe('0.01');
});
