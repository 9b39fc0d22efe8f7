import {
  type BreakerEvent,
  type BreakerPolicy,
  type BreakerState,
  CLOSED,
  type Transition,
  transition,
} from '@cch/domain/breaker/breaker';

/** A breaker's state as the instances share it. */
export interface BreakerRecord {
  /** Grows with every write: the time of the write in milliseconds, or one more than the version before. */
  readonly version: number;
  /** The version with which the breaker last opened, closed or became half-open. */
  readonly since: number;
  readonly state: BreakerState;
}

/** A record together with the text that Redis held when it was last looked at; empty for none. */
export interface KnownRecord {
  readonly record: BreakerRecord;
  readonly seen: string;
}

export const NOTHING_KNOWN: KnownRecord = { record: { version: 0, since: 0, state: CLOSED }, seen: '' };

// Longer than the longest open duration, which is a day. Whoever has not been asked for that long may be deleted.
export const RECORD_LIFE_MS = 172_800_000;

export function isForgotten(record: BreakerRecord, now: number): boolean {
  return now - record.version > RECORD_LIFE_MS;
}

/** An event on its way, with the policy it is judged by. */
export interface Asked {
  readonly event: BreakerEvent;
  readonly policy: BreakerPolicy;
}

/** What an event has made of the breaker, and when. */
export interface Applied extends Transition {
  readonly at: number;
}

/** The record after the events, the very one that went in when they change nothing, and what each of them did. */
export function applyAll(
  before: BreakerRecord,
  events: readonly Asked[],
  now: number,
): { readonly record: BreakerRecord; readonly applied: readonly Applied[] } {
  let record = before;
  const applied = events.map(({ event, policy }) => {
    const next = transition(record.state, event, policy, now);
    if (next.state !== record.state) record = nextRecord(record, next, now);
    return { ...next, at: record.version };
  });
  return { record, applied };
}

// Clocks differ between instances, but the version grows all the same.
function nextRecord(before: BreakerRecord, { state, change }: Transition, now: number): BreakerRecord {
  const version = Math.max(now, before.version + 1);
  return { version, since: change ? version : before.since, state };
}

/**
 * What holds when this process and Redis know different things. Redis is behind after it has been away or has lost data.
 * The later opening or closing wins over later counts: one failure that was counted here must not close a breaker that
 * has opened there.
 */
export function laterOf(mine: KnownRecord, theirs: KnownRecord | undefined): KnownRecord {
  if (!theirs) return { record: mine.record, seen: '' };
  return isLater(mine.record, theirs.record) ? { record: mine.record, seen: theirs.seen } : theirs;
}

function isLater(one: BreakerRecord, other: BreakerRecord): boolean {
  return one.since === other.since ? one.version > other.version : one.since > other.since;
}

/** Reads what Redis holds; undefined for what no hub has written. */
export function parseRecord(text: string): BreakerRecord | undefined {
  try {
    const value = JSON.parse(text) as Partial<BreakerRecord> | null;
    const { version, since, state } = value ?? {};
    if (typeof version !== 'number' || typeof since !== 'number' || !isState(state)) return undefined;
    return { version, since, state };
  } catch {
    // SyntaxError: not ours.
    return undefined;
  }
}

function isPlace(place: { readonly id: string; readonly until: number } | null): boolean {
  return typeof place?.id === 'string' && typeof place.until === 'number';
}

function isState(state: BreakerState | undefined): state is BreakerState {
  switch (state?.kind) {
    case 'closed':
      return typeof state.failures === 'number';
    case 'open':
      return typeof state.openedAt === 'number' && typeof state.failures === 'number';
    case 'half-open':
      return (
        typeof state.successes === 'number' && Array.isArray(state.trials) && state.trials.every(isPlace)
      );
    default:
      return false;
  }
}
