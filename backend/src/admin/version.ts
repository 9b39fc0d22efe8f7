import { version } from '../../../package.json';

/** The version of the hub. */
export const VERSION: string = version;
