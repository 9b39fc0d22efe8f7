import { LIMIT_KIND_OF, type LimitKind } from '@cch/contracts/limit-kinds';
import { isMoney } from '@cch/domain/limits/limit-headers';
import type { LimitState } from '@cch/domain/limits/limit-state';
import type { Demand } from './admission-script';
import type { LimitedSubject } from '../limits/limited-subject';

const MINUTE_MS = 60_000;

/** What this process alone knows of a subject. */
interface Tally {
  /** As Redis last told. */
  readonly known: readonly LimitState[];
  /** Moments of the requests of the last minute. */
  requests: number[];
  /** Last use by session. */
  readonly sessions: Map<string, number>;
  spent: number;
  readonly held: Map<string, number>;
}

/** Limits as far as one process can count them: what Redis told last, and what has passed through here since. */
export class LocalLimits {
  private readonly tallies = new Map<string, Tally>();

  /** Redis is there: what was counted without it is in its counters, or on the way there. Requests under way still hold. */
  know({ name }: LimitedSubject, states: readonly LimitState[]): void {
    this.tallies.set(name, {
      ...emptyTally(),
      known: states,
      held: this.tallies.get(name)?.held ?? new Map(),
    });
  }

  /** The limits of these kinds, this request left out. */
  states(demand: Demand, kinds: ReadonlySet<LimitKind>): readonly LimitState[] {
    return demand.subjects.flatMap((subject) => this.statesOf(subject, demand, kinds));
  }

  take({ subjects, id, at, estimateMicros, session }: Demand): void {
    for (const subject of subjects) {
      const tally = this.tallyOf(subject);
      tally.requests.push(at);
      if (session !== undefined) tally.sessions.set(session, at);
      tally.held.set(id, estimateMicros);
    }
  }

  /** @param micros millionths of a dollar */
  settle(subject: LimitedSubject, id: string, micros: number): void {
    const tally = this.tallies.get(subject.name);
    if (!tally?.held.delete(id)) return;
    tally.spent += micros;
  }

  private statesOf(
    subject: LimitedSubject,
    { at, session, sessionTtlMs }: Demand,
    kinds: ReadonlySet<LimitKind>,
  ): readonly LimitState[] {
    const tally = this.tallyOf(subject);
    tally.requests = tally.requests.filter((moment) => moment > at - MINUTE_MS);
    for (const [name, usedAt] of tally.sessions) {
      if (usedAt <= at - sessionTtlMs) tally.sessions.delete(name);
    }
    const others = tally.sessions.size - (session !== undefined && tally.sessions.has(session) ? 1 : 0);
    const held = [...tally.held.values()].reduce((sum, micros) => sum + micros, 0);
    const { rpm, concurrentSessions, spend } = subject.limits;
    const states: LimitState[] = [];
    const add = (kind: LimitKind, limit: number | undefined, used: number) => {
      if (limit === undefined || !kinds.has(kind)) return;
      const known = tally.known.find((state) => state.kind === kind);
      const isCurrent = known?.resetAt === undefined || known.resetAt > at;
      const base = isMoney(kind) && isCurrent ? (known?.used ?? 0) : 0;
      const resetAt = isMoney(kind) ? known?.resetAt : at + MINUTE_MS;
      const reserved = isMoney(kind) ? held : 0;
      states.push({ subject: subject.kind, kind, limit, used: base + used, held: reserved, resetAt });
    };
    add('rpm', rpm, tally.requests.length);
    add('concurrent_sessions', session === undefined ? undefined : concurrentSessions, others);
    for (const { rule, micros } of spend) add(LIMIT_KIND_OF[rule.window], micros, tally.spent);
    return states;
  }

  private tallyOf({ name }: LimitedSubject): Tally {
    const tally = this.tallies.get(name) ?? emptyTally();
    this.tallies.set(name, tally);
    return tally;
  }
}

function emptyTally(): Tally {
  return { known: [], requests: [], sessions: new Map(), spent: 0, held: new Map() };
}
