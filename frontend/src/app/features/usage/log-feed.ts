import type { LogEntry, LogPage } from './usage-api';

/** The rows on the page, and those that arrived while the reader was further down. */
export interface LogFeed {
  readonly rows: readonly LogEntry[];
  readonly waiting: readonly LogEntry[];
  /** True when more arrived at once than a page holds: `waiting` then starts a new list. */
  readonly hasGap: boolean;
  /** Ids that arrived with the last merge, to let them slide in. */
  readonly arrived: ReadonlySet<string>;
  readonly olderCursor: string | null;
}

export const EMPTY_FEED: LogFeed = {
  rows: [],
  waiting: [],
  hasGap: false,
  arrived: new Set(),
  olderCursor: null,
};

/** Beyond this many rows a feed whose reader stays at the top drops its tail, so that a night of watching costs nothing. */
export const LIVE_ROWS_MAX = 300;

export function startFeed(page: LogPage): LogFeed {
  return { ...EMPTY_FEED, rows: page.items, olderCursor: page.nextCursor };
}

/** Takes the newest page: unknown rows join at the top for a reader who is there, and wait for anybody else. */
export function absorb(feed: LogFeed, page: LogPage, isReaderAtTop: boolean): LogFeed {
  const known = new Set([...feed.rows, ...feed.waiting].map((row) => row.id));
  const fresh = page.items.filter((row) => !known.has(row.id));
  const isTorn =
    known.size > 0 && page.items.length > 0 && fresh.length === page.items.length && page.nextCursor !== null;
  if (isTorn) {
    if (isReaderAtTop) return { ...startFeed(page), arrived: idsOf(fresh) };
    return { ...feed, waiting: page.items, hasGap: true };
  }
  if (!isReaderAtTop) {
    return fresh.length === 0 ? feed : { ...feed, waiting: newestFirst([...fresh, ...feed.waiting]) };
  }
  if (feed.hasGap) return { ...startFeed(page), arrived: idsOf(page.items) };
  const joining = [...fresh, ...feed.waiting];
  if (joining.length === 0) return feed;
  if (feed.rows.length + joining.length > LIVE_ROWS_MAX)
    return { ...startFeed(page), arrived: idsOf(joining) };
  return { ...feed, rows: newestFirst([...joining, ...feed.rows]), waiting: [], arrived: idsOf(joining) };
}

export function appendOlder(feed: LogFeed, page: LogPage): LogFeed {
  const known = new Set(feed.rows.map((row) => row.id));
  const older = page.items.filter((row) => !known.has(row.id));
  return { ...feed, rows: [...feed.rows, ...older], olderCursor: page.nextCursor };
}

function idsOf(rows: readonly LogEntry[]): ReadonlySet<string> {
  return new Set(rows.map((row) => row.id));
}

// A long request is written when it ends but belongs where it began, so arrivals are sorted, not stacked.
function newestFirst(rows: readonly LogEntry[]): LogEntry[] {
  return rows.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt) || b.id.localeCompare(a.id));
}
