/** The log's filters as they stand in the address; absent ones are undefined. */
export interface LogFilters {
  readonly userId?: string | undefined;
  readonly keyId?: string | undefined;
  readonly providerId?: string | undefined;
  readonly model?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly status?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export const FILTER_NAMES = [
  'userId',
  'keyId',
  'providerId',
  'model',
  'sessionId',
  'status',
  'errorCode',
  'from',
  'to',
] as const satisfies readonly (keyof LogFilters)[];

/** Query parameters without the empty ones. */
export function toParams(filters: LogFilters): Record<string, string> {
  const params: Record<string, string> = {};
  for (const name of FILTER_NAMES) {
    const value = filters[name];
    if (value) params[name] = value;
  }
  return params;
}

export function countFilters(filters: LogFilters): number {
  const { from, to, ...others } = toParams(filters);
  const hasRange = from !== undefined || to !== undefined;
  return Object.keys(others).length + (hasRange ? 1 : 0);
}
