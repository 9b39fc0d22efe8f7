import type { LimitedSubject } from '../../limits/limited-subject';

/** What a request has taken of limits, to be given back at its end. */
export class Taken {
  /** Ids of reservations. */
  readonly reservations: string[] = [];
  /** Sessions whose idle time begins when the request ends. */
  readonly sessions: (readonly [subject: string, session: string])[] = [];

  /** The session counts as active with those of the subjects that limit sessions. */
  join(subjects: readonly LimitedSubject[], session: string): void {
    for (const { name, limits } of subjects) {
      if (limits.concurrentSessions !== undefined) this.sessions.push([name, session]);
    }
  }

  /** The request leaves a provider. */
  drop(reservation: string, subject: LimitedSubject): void {
    remove(this.reservations, (held) => held === reservation);
    remove(this.sessions, ([name]) => name === subject.name);
  }
}

function remove<T>(list: T[], isMeant: (entry: T) => boolean): void {
  const at = list.findIndex(isMeant);
  if (at >= 0) list.splice(at, 1);
}
