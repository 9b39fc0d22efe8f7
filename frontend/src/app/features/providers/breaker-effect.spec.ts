import { expect, it } from 'vitest';
import { breakerEffect } from './breaker-effect';

const policy = {
  circuitBreakerFailureThreshold: 5,
  circuitBreakerOpenDuration: 30,
  circuitBreakerHalfOpenSuccessThreshold: 2,
};

it('says what the numbers mean', () => {
  expect(breakerEffect(policy)).toEqual({
    key: 'providers.breakerEffect',
    params: { failures: 5, minutes: 30, successes: 2 },
  });
});

it('says that 0 switches it off, whatever else is filled in', () => {
  const off = { ...policy, circuitBreakerFailureThreshold: 0, circuitBreakerOpenDuration: null };
  expect(breakerEffect(off)?.key).toBe('providers.breakerOff');
});

it('says nothing while a number is missing', () => {
  expect(breakerEffect({ ...policy, circuitBreakerOpenDuration: null })).toBeUndefined();
});
