import { describe, expect, it } from 'vitest';
import { LIVE_ROWS_MAX, absorb, appendOlder, startFeed } from './log-feed';
import type { LogEntry, LogPage } from './usage-api';

const TEMPLATE: LogEntry = {
  id: '',
  createdAt: '',
  userId: 1,
  userName: 'Ada',
  keyId: 1,
  keyName: 'laptop',
  providerId: null,
  providerName: null,
  endpoint: '/v1/messages',
  clientFormat: 'anthropic',
  providerType: null,
  requestedModel: null,
  model: null,
  sessionId: null,
  isStreaming: false,
  statusCode: 200,
  outcome: 'answered',
  errorCode: null,
  errorMessage: null,
  inputTokens: null,
  outputTokens: null,
  cacheCreationTokens: null,
  cacheCreation5mTokens: null,
  cacheCreation1hTokens: null,
  cacheReadTokens: null,
  reasoningTokens: null,
  imageInputTokens: null,
  imageOutputTokens: null,
  costUsd: null,
  costState: 'exact',
  priceId: null,
  isUnpriced: false,
  costBreakdown: null,
  durationMs: null,
  ttfbMs: null,
  hubMs: null,
  providerChain: [],
  conversionLosses: [],
  clientIp: null,
  userAgent: null,
};

/** Entries whose ids are their times, newest first. */
function page(times: readonly number[], nextCursor: string | null = null): LogPage {
  const items = times.map((time) => {
    const stamp = String(time).padStart(6, '0');
    return { ...TEMPLATE, id: stamp, createdAt: stamp };
  });
  return { items, nextCursor };
}

const times = (rows: readonly LogEntry[]) => rows.map((row) => Number(row.id));
const countdown = (from: number, count: number) => Array.from({ length: count }, (_, index) => from - index);

describe('a reader at the top', () => {
  it('sees new rows join and slide in', () => {
    const feed = absorb(startFeed(page([2, 1])), page([4, 3, 2, 1]), true);
    expect(times(feed.rows)).toEqual([4, 3, 2, 1]);
    expect([...feed.arrived].map(Number)).toEqual([4, 3]);
  });

  it('sees a long request where it began, not where it ended', () => {
    const feed = absorb(startFeed(page([5, 3])), page([5, 4, 3]), true);
    expect(times(feed.rows)).toEqual([5, 4, 3]);
  });

  it('keeps the very same feed when nothing is new, so that nothing is drawn again', () => {
    const feed = startFeed(page([2, 1]));
    expect(absorb(feed, page([2, 1]), true)).toBe(feed);
  });

  it('starts anew when more arrived than a page holds', () => {
    const feed = absorb(startFeed(page([2, 1])), page([9, 8], 'next'), true);
    expect(times(feed.rows)).toEqual([9, 8]);
    expect(feed.olderCursor).toBe('next');
  });

  it('drops the tail of a list that grew all night', () => {
    const long = startFeed(page(countdown(LIVE_ROWS_MAX, LIVE_ROWS_MAX)));
    const newest = page(countdown(LIVE_ROWS_MAX + 1, 50), 'next');
    expect(absorb(long, newest, true).rows).toHaveLength(50);
  });
});

describe('a reader further down', () => {
  it('keeps the rows still and counts what waits', () => {
    const feed = absorb(startFeed(page([2, 1])), page([4, 3, 2, 1]), false);
    expect(times(feed.rows)).toEqual([2, 1]);
    expect(times(feed.waiting)).toEqual([4, 3]);
  });

  it('does not count the same row twice', () => {
    const once = absorb(startFeed(page([1])), page([2, 1]), false);
    expect(absorb(once, page([2, 1]), false)).toBe(once);
  });

  it('gets the waiting rows on coming back to the top', () => {
    const waiting = absorb(startFeed(page([1])), page([2, 1]), false);
    const feed = absorb(waiting, page([2, 1]), true);
    expect(times(feed.rows)).toEqual([2, 1]);
    expect(feed.waiting).toEqual([]);
  });

  it('gets a new list on coming back after a gap', () => {
    const torn = absorb(startFeed(page([1])), page([9, 8], 'next'), false);
    expect(torn.hasGap).toBe(true);
    const feed = absorb(torn, page([10, 9], 'later'), true);
    expect(times(feed.rows)).toEqual([10, 9]);
    expect(feed.hasGap).toBe(false);
  });
});

describe('appendOlder', () => {
  it('adds what is not there yet and moves the cursor', () => {
    const feed = appendOlder(startFeed(page([4, 3], 'a')), page([3, 2], null));
    expect(times(feed.rows)).toEqual([4, 3, 2]);
    expect(feed.olderCursor).toBeNull();
  });
});
