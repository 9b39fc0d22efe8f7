import type { BreakerPolicy } from '@cch/domain/breaker/breaker';
import type { ProviderEntity } from './provider.entity';

type BreakerColumns = Pick<
  ProviderEntity,
  'circuitBreakerFailureThreshold' | 'circuitBreakerOpenDuration' | 'circuitBreakerHalfOpenSuccessThreshold'
>;

export function breakerPolicy(provider: BreakerColumns): BreakerPolicy {
  return {
    failureThreshold: provider.circuitBreakerFailureThreshold,
    openDurationMs: provider.circuitBreakerOpenDuration,
    halfOpenSuccessThreshold: provider.circuitBreakerHalfOpenSuccessThreshold,
  };
}
