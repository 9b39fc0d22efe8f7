import { LIMIT_KINDS, LIMIT_SUBJECTS } from '@cch/contracts/limit-kinds';
import type { BucketSize } from '@cch/domain/schedule/time-buckets';

const HOUR_MS = 3_600_000;

/** Spans of time back from now, with how they are counted unless the reader says otherwise. */
export const RANGES = [
  { name: '24h', hours: 24, bucket: 'hour', canBeByHour: true },
  { name: '7d', hours: 7 * 24, bucket: 'hour', canBeByHour: true },
  { name: '30d', hours: 30 * 24, bucket: 'day', canBeByHour: true },
  { name: '90d', hours: 90 * 24, bucket: 'day', canBeByHour: false },
  { name: '365d', hours: 365 * 24, bucket: 'day', canBeByHour: false },
] as const satisfies readonly {
  name: string;
  hours: number;
  bucket: BucketSize;
  canBeByHour: boolean;
}[];

export const BUCKETS = ['hour', 'day'] as const satisfies readonly BucketSize[];

/** The page's filters as they stand in the address; absent ones are undefined. */
export interface RefusalFilters {
  readonly range?: string | undefined;
  readonly by?: string | undefined;
  readonly userId?: string | undefined;
  readonly keyId?: string | undefined;
  readonly kind?: string | undefined;
  readonly subject?: string | undefined;
}

export const FILTER_NAMES = [
  'range',
  'by',
  'userId',
  'keyId',
  'kind',
  'subject',
] as const satisfies readonly (keyof RefusalFilters)[];

/** The range that an address names; whatever it does not know is the last day. */
export function rangeOf({ range }: RefusalFilters): (typeof RANGES)[number] {
  return RANGES.find(({ name }) => name === range) ?? RANGES[0];
}

export function bucketOf(filters: RefusalFilters): BucketSize {
  const { bucket, canBeByHour } = rangeOf(filters);
  const asked = BUCKETS.find((size) => size === filters.by) ?? bucket;
  return asked === 'hour' && !canBeByHour ? 'day' : asked;
}

/** Which refusals are meant, as query parameters of the API. */
export function toParams(filters: RefusalFilters, now: number): Record<string, string> {
  const { userId, keyId, kind, subject } = filters;
  const from = new Date(now - rangeOf(filters).hours * HOUR_MS).toISOString();
  return {
    from,
    ...(isId(userId) ? { userId } : {}),
    ...(isId(keyId) ? { keyId } : {}),
    ...(isOneOf(LIMIT_KINDS, kind) ? { kind } : {}),
    ...(isOneOf(LIMIT_SUBJECTS, subject) ? { subject } : {}),
  };
}

/** Whether anything beside the range is asked for. */
export function isNarrowed({ userId, keyId, kind, subject }: RefusalFilters): boolean {
  return Boolean(userId ?? keyId ?? kind ?? subject);
}

function isId(text: string | undefined): text is string {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text);
}

function isOneOf<T extends string>(choices: readonly T[], text: string | undefined): text is T {
  return choices.some((choice) => choice === text);
}
