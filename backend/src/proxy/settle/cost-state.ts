import type { CostState } from '@cch/contracts/cost-states';
import type { ReplyReading } from '@cch/conversion/usage-readers';

/**
 * How sure the usage of a request is: `exact` when the provider reported it and came to its end, `estimated` when the
 * answer was cut after some of it was reported, `unknown` when nothing was.
 *
 * @param isWhole whether the answer reached the client to its last byte
 */
export function costStateOf(reading: ReplyReading | undefined, isWhole: boolean): CostState {
  if (!reading?.usage) return 'unknown';
  return isWhole && reading.isComplete ? 'exact' : 'estimated';
}
