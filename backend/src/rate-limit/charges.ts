import { splitUsd } from '@cch/domain/money/micro-usd';
import type { LimitedSubject } from '../limits/limited-subject';
import type { SpendCalendar, WindowArgs } from './spend-calendar';

/** What the end of a request means to the counters, in the words of the settling script. */
export interface Charge {
  readonly id: string;
  /** Milliseconds since 1970: when the request arrived. Its cost belongs to the windows of that moment. */
  readonly at: number;
  /** Reservations to give back. */
  readonly r: readonly string[];
  /** Subjects and sessions whose idle time begins now. */
  readonly z: readonly (readonly [subject: string, session: string])[];
  readonly s: readonly Spent[];
  /** Subjects whose counters are to be loaded anew. */
  readonly x?: readonly string[];
}

/** A charge of nobody, to be filled with what is to be given back or loaded anew. */
export const GIVE_BACK: Charge = { id: '', at: 0, r: [], z: [], s: [] };

type Spent = readonly [
  subject: string,
  signature: string,
  micros: string,
  femtos: string,
  windows: readonly WindowArgs[],
];

/**
 * What a subject is charged with, nothing when its windows do not reach back to the request.
 *
 * @param usd decimal string
 */
export function spentBy(
  subject: LimitedSubject,
  usd: string,
  at: number,
  calendar: SpendCalendar,
): readonly Spent[] {
  if (subject.windows === '' || usd === '0' || at < subject.resetAt) return [];
  const { micros, femtos } = splitUsd(usd);
  const windows = calendar.windowsAt(subject, at);
  return [[subject.name, calendar.signatureOf(subject), String(micros), String(femtos), windows]];
}
