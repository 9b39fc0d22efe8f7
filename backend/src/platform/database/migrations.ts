import { FirstLight1764028800000 } from './migrations/1764028800000-first-light';

/** All migrations, oldest first. */
export const MIGRATIONS = [FirstLight1764028800000];
