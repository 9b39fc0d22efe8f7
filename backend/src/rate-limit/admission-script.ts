import type { LimitState } from '@cch/domain/limits/limit-state';
import { limitStates } from '@cch/domain/limits/limit-state';
import functions from '../platform/redis/scripts/spend-functions.lua';
import source from '../platform/redis/scripts/admit-request-3.lua';
import { Script } from '../platform/redis/script-runner';
import type { LimitedSubject } from '../limits/limited-subject';
import type { UnsentCharges } from './unsent-charges';
import type { SpendCalendar } from './spend-calendar';

export const ADMIT_REQUEST = new Script(functions + source);

/** What a request wants to take part in. */
export interface Demand {
  readonly subjects: readonly LimitedSubject[];
  /** Id of the reservation. */
  readonly id: string;
  /** Milliseconds since 1970: when the request arrived. */
  readonly at: number;
  readonly estimateMicros: number;
  /** The session's name among those of a subject; undefined when it is none. */
  readonly session: string | undefined;
  readonly sessionTtlMs: number;
  /** Whether to refuse while the counters of a subject are not known. */
  readonly isStrict: (subject: LimitedSubject) => boolean;
}

/** What the script says of one subject. */
export interface SubjectAnswer {
  readonly subject: LimitedSubject;
  readonly states: readonly LimitState[];
  readonly mustLoad: boolean;
  readonly isUnknown: boolean;
  readonly isNewSession: boolean;
}

export interface AdmissionAnswer {
  readonly isAdmitted: boolean;
  /** Id of the ledger stream's newest entry. */
  readonly lastEntry: string;
  /** Milliseconds since 1970 by the clock of Redis. */
  readonly serverTime: number;
  readonly subjects: readonly SubjectAnswer[];
}

export function admissionArgs(
  demand: Demand,
  calendar: SpendCalendar,
  unsent: UnsentCharges,
): (string | number)[] {
  const { subjects, id, at, estimateMicros, session = '', sessionTtlMs } = demand;
  const args: (string | number)[] = [id, estimateMicros, session, sessionTtlMs, at, subjects.length];
  for (const subject of subjects) {
    const { rpm = 0, concurrentSessions = 0, spend } = subject.limits;
    args.push(subject.name, calendar.signatureOf(subject), demand.isStrict(subject) ? 1 : 0);
    const { held, spent } = unsent.of(subject.name);
    args.push(held, spent, rpm, concurrentSessions, spend.length);
    const windows = calendar.windowsAt(subject, at);
    windows.forEach((window, index) => args.push(...window, spend[index]?.micros ?? 0));
  }
  return args;
}

export function readAdmission(reply: unknown, demand: Demand, calendar: SpendCalendar): AdmissionAnswer {
  if (!Array.isArray(reply)) throw new Error('the admission script gave no list');
  const values = reply.values();
  const next = () => Number(values.next().value);
  const isAdmitted = next() === 1;
  const lastEntry = String(values.next().value);
  const serverTime = next();
  const subjects = demand.subjects.map((subject) => readSubject(subject, next, demand, calendar));
  return { isAdmitted, lastEntry, serverTime, subjects };
}

function readSubject(
  subject: LimitedSubject,
  next: () => number,
  { at }: Demand,
  calendar: SpendCalendar,
): SubjectAnswer {
  const mustLoad = next() === 1;
  const isUnknown = next() === 1;
  const [requests, requestsResetAt, otherSessions, sessionsResetAt] = [next(), next(), next(), next()];
  const isNewSession = next() === 1;
  const held = next();
  const spend = subject.limits.spend.map(({ rule }) => {
    const [used, since] = [next(), next()];
    return { used, resetAt: calendar.resetOf(rule, since, at) };
  });
  const reading = { requests, requestsResetAt, otherSessions, sessionsResetAt, held, spend };
  const states = limitStates(subject.kind, subject.limits, reading);
  return { subject, states, mustLoad, isUnknown, isNewSession };
}
