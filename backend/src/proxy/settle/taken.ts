import type { LimitedSubject } from '../../limits/limited-subject';

/** What a request has taken of limits, to be given back at its end. */
export class Taken {
  /** Ids of reservations. */
  readonly reservations: string[] = [];
  /** What they hold, millionths of a dollar by subject. */
  readonly held = new Map<string, number>();
  /** Sessions whose idle time begins when the request ends. */
  readonly sessions: (readonly [subject: string, session: string])[] = [];

  /** @param micros millionths of a dollar */
  reserve(reservation: string, subjects: readonly LimitedSubject[], micros: number): void {
    this.reservations.push(reservation);
    for (const { name, windows } of subjects) {
      if (windows !== '') this.held.set(name, micros);
    }
  }

  /** The session counts as active with those of the subjects that limit sessions. */
  join(subjects: readonly LimitedSubject[], session: string): void {
    for (const { name, limits } of subjects) {
      if (limits.concurrentSessions !== undefined) this.sessions.push([name, session]);
    }
  }

  /** The reservation was not granted. */
  drop(reservation: string, subjects: readonly LimitedSubject[]): void {
    remove(this.reservations, (held) => held === reservation);
    for (const { name } of subjects) this.held.delete(name);
  }

  /** Nobody has told whether it was granted. Giving back what was not is harmless. */
  mayHold(reservation: string): void {
    this.reservations.push(reservation);
  }

  /** The request leaves a subject. Its reservation is given back now, and once more at the end, should that have been lost. */
  leave({ name }: LimitedSubject): void {
    this.held.delete(name);
    remove(this.sessions, ([subject]) => subject === name);
  }
}

function remove<T>(list: T[], isMeant: (entry: T) => boolean): void {
  const at = list.findIndex(isMeant);
  if (at >= 0) list.splice(at, 1);
}
