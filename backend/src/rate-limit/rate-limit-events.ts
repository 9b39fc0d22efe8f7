import { bucketStarts, type BucketSize } from '@cch/domain/schedule/time-buckets';
import { Inject, Injectable } from '@nestjs/common';
import { invalidFields } from '../admin/admin-error';
import { readPage, rowPosition, toPage } from '../admin/paging';
import { type Clock, CLOCK } from '../platform/clock';
import { SettingsStore } from '../settings/settings-store';
import type { RateLimitEventPage, RateLimitEventQuery } from './rate-limit-event.dto';
import { RATE_LIMIT_EVENT_COLUMNS, RateLimitEventRepository } from './rate-limit-event.repository';
import { bucketViews, kindCounts, rateLimitEventView, totalOf } from './rate-limit-event.view';
import type { RateLimitSummaryQuery, RateLimitSummaryView } from './rate-limit-summary.dto';

const DAY_MS = 86_400_000;

/** Days of a range: without a beginning of its own, and at most. */
const RANGES: Readonly<Record<BucketSize, { readonly usual: number; readonly most: number }>> = {
  hour: { usual: 1, most: 31 },
  day: { usual: 30, most: 366 },
};

/** The refusals by limits as the console and the API show them. */
@Injectable()
export class RateLimitEvents {
  constructor(
    private readonly events: RateLimitEventRepository,
    private readonly settings: SettingsStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(query: RateLimitEventQuery): Promise<RateLimitEventPage> {
    const page = readPage(query, RATE_LIMIT_EVENT_COLUMNS, '-at', 'bigint');
    return toPage(await this.events.page(query, page), page, rateLimitEventView, rowPosition);
  }

  async summary({ bucket = 'hour', ...filter }: RateLimitSummaryQuery): Promise<RateLimitSummaryView> {
    const { timeZone } = this.settings.current();
    const { from, to } = rangeOf(bucket, filter.from, filter.to, this.clock.now());
    const starts = bucketStarts(bucket, from, to, timeZone);
    const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const asked = { ...filter, ...range };
    return this.events.snapshot(async (manager) => {
      const counts = await this.events.countsByBucket(asked, starts, manager);
      const users = await this.events.mostRefusedUsers(asked, manager);
      const keys = await this.events.mostRefusedKeys(asked, manager);
      return {
        ...range,
        bucket,
        timeZone,
        total: totalOf(counts),
        kinds: kindCounts(counts),
        affectedUsers: users[0]?.affected ?? 0,
        affectedKeys: keys[0]?.affected ?? 0,
        buckets: bucketViews(starts, counts),
        users: users.map(({ id, name, count }) => ({ id, name, count })),
        keys: keys.map(({ id, name, user_id, user_name, count }) => ({
          id,
          name,
          userId: user_id,
          userName: user_name,
          count,
        })),
      };
    });
  }
}

function rangeOf(bucket: BucketSize, first: string | undefined, end: string | undefined, now: number) {
  const { usual, most } = RANGES[bucket];
  const to = end === undefined ? now : Date.parse(end);
  const from = first === undefined ? to - usual * DAY_MS : Date.parse(first);
  if (from >= to) throw outOfRange('must be before the end of the range');
  if (to - from > most * DAY_MS) {
    throw outOfRange(
      `must be at most ${most} days before the end of a range that is counted by the ${bucket}`,
    );
  }
  return { from, to };
}

function outOfRange(message: string) {
  return invalidFields([{ path: 'from', code: 'out_of_range', message }]);
}
