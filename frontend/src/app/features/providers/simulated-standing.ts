import type { SkipReason } from '@cch/contracts/decision-codes';
import type { Tone } from '../../ui/status-dot';
import type { SimulationView } from './providers-api';

type Simulated = SimulationView['providers'][number];

// Only these are trouble; the rest is how the provider was meant to be used.
const TROUBLE: Partial<Record<SkipReason, Tone>> = {
  circuit_open: 'bad',
  trials_busy: 'warn',
  cooling_down: 'warn',
  limit_reached: 'warn',
};

export function standingTone({ standing, reason }: Pick<Simulated, 'standing' | 'reason'>): Tone {
  if (standing === 'candidate') return 'good';
  return (reason && TROUBLE[reason]) ?? 'idle';
}

/** A chance from 0 to 1 in per cent, with a decimal only where it says something. */
export function percentText(probability: number): string {
  if (probability > 0 && probability < 0.001) return '< 0.1 %';
  return `${Math.round(probability * 1000) / 10} %`;
}
