import { collectDefaultMetrics, Registry } from 'prom-client';

export type Metrics = Registry;

/** Injection token of the one registry of a process. */
export const METRICS = Symbol('METRICS');

export function openMetrics(): Metrics {
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  return metrics;
}
