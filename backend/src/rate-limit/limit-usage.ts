import type { LimitSubject } from '@cch/contracts/limit-kinds';
import { Inject, Injectable } from '@nestjs/common';
import { notFound } from '../admin/admin-error';
import { type Config, CONFIG } from '../config/config';
import { subjectName } from '../limits/limited-subject';
import { type Clock, CLOCK } from '../platform/clock';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { LimitCounters } from './limit-counters';
import type { LimitUsageView } from './limit-usage.dto';
import { limitUsageView } from './limit-usage.view';
import { LimitedRows } from './limited-rows';
import { SpendStandings } from './spend-standings';

/** How users, keys and providers stand with their limits, and how they get rid of what counts. */
@Injectable()
export class LimitUsage {
  constructor(
    private readonly rows: LimitedRows,
    private readonly spend: SpendStandings,
    private readonly counters: LimitCounters,
    private readonly watcher: ConfigWatcher,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** All kinds of limits, there or not. */
  async get(subject: LimitSubject, id: number): Promise<LimitUsageView> {
    const [usage] = await this.read(subject, [id], false);
    if (!usage) throw notFound(subject);
    return usage;
  }

  /** Only the limits that there are: a window without one may hold years of use, which nobody asked for. */
  list(subject: LimitSubject, ids: readonly number[]): Promise<readonly LimitUsageView[]> {
    return this.read(subject, ids, true);
  }

  async reset(subject: LimitSubject, id: number): Promise<LimitUsageView> {
    // The clock that requests are dated by.
    if (!(await this.rows.reset(subject, id, this.clock.now()))) throw notFound(subject);
    await this.watcher.announce();
    return this.get(subject, id);
  }

  private async read(
    subject: LimitSubject,
    ids: readonly number[],
    onlyLimited: boolean,
  ): Promise<readonly LimitUsageView[]> {
    const rows = await this.rows.find(subject, ids);
    if (rows.length === 0) return [];
    const isEnforced = this.config.ENABLE_RATE_LIMIT;
    const [spend, counts] = await Promise.all([
      this.spend.of(subject, rows, this.clock.now(), onlyLimited),
      isEnforced ? this.counters.read(rows.map(({ id }) => subjectName(subject, id))) : undefined,
    ]);
    return rows.map((row, index) =>
      limitUsageView({
        subject,
        row,
        spend: spend.get(row.id) ?? [],
        counts: counts?.[index],
        isEnforced,
        onlyLimited,
      }),
    );
  }
}
