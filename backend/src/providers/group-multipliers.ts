import { DEFAULT_GROUP } from '@cch/domain/selection/candidate';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { Snapshot } from '../platform/snapshot/snapshot';

const NEUTRAL = '1';

/** Factors that groups put on the cost of requests, in memory, as decimal texts. */
@Injectable()
export class GroupMultipliers {
  private readonly multipliers: Snapshot<ReadonlyMap<string, string>>;

  constructor(@InjectDataSource() database: DataSource, watcher: ConfigWatcher) {
    this.multipliers = new Snapshot(['provider_groups'], async () => {
      const rows: { name: string; multiplier: string }[] = await database.query(
        'SELECT name, trim_scale(cost_multiplier)::text AS multiplier FROM provider_groups WHERE cost_multiplier <> 1',
      );
      return new Map(rows.map(({ name, multiplier }) => [name, multiplier]));
    });
    watcher.register(this.multipliers);
  }

  /** The factor of the first of the caller's groups that the provider belongs to. */
  between(callerGroups: readonly string[], providerGroups: readonly string[]): string {
    const multipliers = this.multipliers.current();
    if (multipliers.size === 0) return NEUTRAL;
    const group =
      providerGroups.length === 0
        ? DEFAULT_GROUP
        : callerGroups.find((name) => providerGroups.includes(name));
    return multipliers.get(group ?? DEFAULT_GROUP) ?? NEUTRAL;
  }
}
