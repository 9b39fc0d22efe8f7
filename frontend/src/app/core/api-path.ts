import type { paths } from '@cch/api-client/schema';

/** The address of an operation: its path as the API document writes it, with the id in place of the parameter. */
export function apiPath(path: keyof paths, id?: number | string): string {
  return id === undefined ? path : path.replace(/\{\w+\}/, encodeURIComponent(id));
}
