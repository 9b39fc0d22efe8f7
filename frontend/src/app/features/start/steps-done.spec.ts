import { expect, it } from 'vitest';
import { stepsDone } from './steps-done';

const nothing = { hasProvider: false, hasKey: false, hasRequest: false, hasAnswer: false };

it.each([
  ['nothing done', nothing, [], 'provider'],
  ['a key before a provider', { ...nothing, hasKey: true }, ['key'], 'provider'],
  [
    'a client that was refused',
    { hasProvider: true, hasKey: true, hasRequest: true, hasAnswer: false },
    ['provider', 'key', 'client'],
    'request',
  ],
  [
    'everything',
    { hasProvider: true, hasKey: true, hasRequest: true, hasAnswer: true },
    ['provider', 'key', 'client', 'request'],
    undefined,
  ],
])('%s', (_name, facts, done, next) => {
  const steps = stepsDone(facts);
  expect(steps.filter((step) => step.isDone).map((step) => step.name)).toEqual(done);
  expect(steps.find((step) => step.isNext)?.name).toBe(next);
});
