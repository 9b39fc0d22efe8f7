import { LIMIT_KINDS, type LimitKind } from '@cch/contracts/limit-kinds';
import { decimalText, optionalTimeText, timeText } from '../admin/view-values';
import type { RateLimitEventView } from './rate-limit-event.dto';
import type { BucketCount, RateLimitEventRow } from './rate-limit-event.repository';
import type { RateLimitBucketView } from './rate-limit-summary.dto';

export function rateLimitEventView({ entity: event, extra }: RateLimitEventRow): RateLimitEventView {
  return {
    id: Number(event.id),
    at: timeText(event.at),
    requestId: event.requestId,
    userId: event.userId,
    userName: nameOf(extra['user_name']),
    keyId: event.keyId,
    keyName: nameOf(extra['key_name']),
    subject: event.subject,
    kind: event.kind,
    limit: decimalText(event.limitAmount),
    used: decimalText(event.usedAmount),
    reserved: decimalText(event.reservedAmount),
    resetAt: optionalTimeText(event.resetAt),
    model: event.model,
  };
}

/** @param starts beginnings of the buckets, in milliseconds since 1970 */
export function bucketViews(
  starts: readonly number[],
  counts: readonly BucketCount[],
): readonly RateLimitBucketView[] {
  const byBucket = Map.groupBy(counts, ({ bucket }) => bucket);
  return starts.map((start, index) => {
    const own = byBucket.get(index + 1) ?? [];
    return { start: new Date(start).toISOString(), total: totalOf(own), kinds: kindCounts(own) };
  });
}

export function totalOf(counts: readonly BucketCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

export function kindCounts(counts: readonly BucketCount[]): Record<LimitKind, number> {
  const entries = LIMIT_KINDS.map((kind) => [kind, totalOf(counts.filter((one) => one.kind === kind))]);
  return Object.fromEntries(entries) as Record<LimitKind, number>; // every kind has its entry
}

function nameOf(column: unknown): string | null {
  return typeof column === 'string' ? column : null;
}
