/** Whose limit it is. Users and keys are refused by theirs, providers are passed over. */
export const LIMIT_SUBJECTS = ['key', 'user', 'provider'] as const;

export type LimitSubject = (typeof LIMIT_SUBJECTS)[number];

/** The spans of time in which spend is limited. */
export const SPEND_WINDOWS = ['5h', 'daily', 'weekly', 'monthly', 'total'] as const;

export type SpendWindow = (typeof SPEND_WINDOWS)[number];

/** What can be limited, in the order in which limits are checked after the total. */
export const LIMIT_KINDS = [
  'rpm',
  'concurrent_sessions',
  'spend_5h',
  'spend_daily',
  'spend_weekly',
  'spend_monthly',
  'spend_total',
] as const;

export type LimitKind = (typeof LIMIT_KINDS)[number];

export const LIMIT_KIND_OF: Readonly<Record<SpendWindow, LimitKind>> = {
  '5h': 'spend_5h',
  daily: 'spend_daily',
  weekly: 'spend_weekly',
  monthly: 'spend_monthly',
  total: 'spend_total',
};

/** Whether a window moves along with the time or begins anew at a fixed one. */
export const RESET_MODES = ['rolling', 'fixed'] as const;

export type ResetMode = (typeof RESET_MODES)[number];

/**
 * What a limit is worth while Redis, where it is counted, is away: nothing, everything is refused, or as much as this
 * process alone has counted.
 */
export const OUTAGE_POLICIES = ['open', 'closed', 'local'] as const;

export type OutagePolicy = (typeof OUTAGE_POLICIES)[number];
