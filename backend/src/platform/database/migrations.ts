import { FirstLight1764028800000 } from './migrations/1764028800000-first-light';
import { Routing1764057600000 } from './migrations/1764057600000-routing';
import { Limits1764111600000 } from './migrations/1764111600000-limits';
import { Prices1764104400000 } from './migrations/1764104400000-prices';
import { UsageRollup1764108000000 } from './migrations/1764108000000-usage-rollup';

/** All migrations, oldest first. */
export const MIGRATIONS = [
  FirstLight1764028800000,
  Routing1764057600000,
  Prices1764104400000,
  UsageRollup1764108000000,
  Limits1764111600000,
];
