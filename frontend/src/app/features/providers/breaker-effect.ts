import type { ProviderForm } from './provider-form';

type Policy = Pick<
  ProviderForm,
  'circuitBreakerFailureThreshold' | 'circuitBreakerOpenDuration' | 'circuitBreakerHalfOpenSuccessThreshold'
>;

/** What the settings of a circuit breaker mean, as a sentence to translate; undefined while one is missing. */
export function breakerEffect(policy: Policy) {
  const failures = policy.circuitBreakerFailureThreshold;
  const minutes = policy.circuitBreakerOpenDuration;
  const successes = policy.circuitBreakerHalfOpenSuccessThreshold;
  if (failures === 0) return { key: 'providers.breakerOff', params: {} };
  if (failures === null || minutes === null || successes === null) return undefined;
  return { key: 'providers.breakerEffect', params: { failures, minutes, successes } };
}
