import { timeText } from '../admin/view-values';
import type { BreakerView } from '../circuit-breaker/breaker-registry';
import type { CircuitEvent } from '../circuit-breaker/circuit-event.repository';
import type { CircuitEventView, ProviderCircuitSummary, ProviderCircuitView } from './provider-circuit.dto';

export function circuitSummary(providerId: number, breaker: BreakerView): ProviderCircuitSummary {
  return {
    providerId,
    state: breaker.state,
    failures: breaker.failures,
    openedAt: msText(breaker.openedAt),
    opensUntil: msText(breaker.opensUntil),
  };
}

export function circuitView(providerId: number, breaker: BreakerView): ProviderCircuitView {
  const { successes, trials } = breaker;
  return { ...circuitSummary(providerId, breaker), successes, trials };
}

export function circuitEventView(event: CircuitEvent): CircuitEventView {
  const { at, fromState, toState, cause, failures, errorCode, requestId } = event;
  return { at: timeText(at), from: fromState, to: toState, cause, failures, errorCode, requestId };
}

function msText(ms: number | undefined): string | null {
  return ms === undefined ? null : timeText(new Date(ms));
}
