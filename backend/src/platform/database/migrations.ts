import { FirstLight1764028800000 } from './migrations/1764028800000-first-light';
import { Routing1764057600000 } from './migrations/1764057600000-routing';

/** All migrations, oldest first. */
export const MIGRATIONS = [FirstLight1764028800000, Routing1764057600000];
