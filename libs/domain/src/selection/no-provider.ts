import type { SkipReason } from '@cch/contracts/decision-codes';
import type { Skipped } from './select';

const WORDS: Readonly<Record<SkipReason, string>> = {
  disabled: 'disabled',
  format: 'of another format',
  group: 'in other groups',
  model: 'without this model',
  client: 'closed to this client',
  hours: 'outside their hours',
  drained: 'with weight 0',
  circuit_open: 'with an open circuit breaker',
  trials_busy: 'recovering, all trials taken',
  cooling_down: 'resting after a rate limit',
  limit_reached: 'at a limit of its own',
  tried: 'failed before',
};

/** How many providers cannot serve a request for which reason, as words: counts only, since clients read them. */
export function reasonCounts(skipped: readonly Skipped[]): string {
  const counts = new Map<SkipReason, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} ${WORDS[reason]}`).join(', ');
}
