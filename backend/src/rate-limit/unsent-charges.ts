import { Injectable } from '@nestjs/common';
import type { Charge } from './charges';

/** What Redis will learn of a subject with the next batch. Millionths of a dollar. */
export interface Unsent {
  /** Reserved there, though its requests have ended. */
  readonly held: number;
  /** Spent, and not yet counted there. */
  readonly spent: number;
}

/** The end of a request as far as it concerns the counters. */
export interface EndedRequest {
  readonly charge: Charge;
  /** What it had reserved, by subject. */
  readonly held: ReadonlyMap<string, number>;
}

const NOTHING: Unsent = { held: 0, spent: 0 };

/**
 * Requests that have ended here and wait to be told to Redis together with others. Admission takes them into account, so that a
 * client that asks again at once does not meet the reservation of its own last request.
 */
@Injectable()
export class UnsentCharges {
  private readonly bySubject = new Map<string, { held: number; spent: number }>();

  of(subject: string): Unsent {
    return this.bySubject.get(subject) ?? NOTHING;
  }

  add({ charge, held }: EndedRequest): void {
    for (const [subject, micros] of held) this.entry(subject).held += micros;
    for (const [subject, , micros] of charge.s) this.entry(subject).spent += Number(micros);
  }

  /** Everything leaves in one batch. */
  clear(): void {
    if (this.bySubject.size > 0) this.bySubject.clear();
  }

  private entry(subject: string): { held: number; spent: number } {
    const known = this.bySubject.get(subject);
    if (known) return known;
    const fresh = { held: 0, spent: 0 };
    this.bySubject.set(subject, fresh);
    return fresh;
  }
}
