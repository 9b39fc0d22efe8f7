import type { LimitKind } from '@cch/contracts/limit-kinds';
import { formatCount } from '../../ui/count.pipe';
import { formatUsd } from '../../ui/usd';
import { isMoney } from './limit-share';

/** An amount of a limit for reading, without its unit; a dash when unknown. */
export function amountText(kind: LimitKind, amount: string | null): string {
  if (amount === null) return '–';
  return isMoney(kind) ? formatUsd(amount) : formatCount(Number(amount));
}
