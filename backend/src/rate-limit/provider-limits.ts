import { Inject, Injectable } from '@nestjs/common';
import { type Config, CONFIG } from '../config/config';
import type { LimitedSubject } from '../limits/limited-subject';
import { LimitGate, type NewSession } from './limit-gate';

/** For so long a provider that was found at a limit is passed over without being asked again. */
const REMEMBERED_MS = 500;

/** What a request wants to take at a provider. */
export interface ProviderDemand {
  readonly requestId: string;
  /** Milliseconds since 1970: when the request arrived. */
  readonly at: number;
  readonly estimateMicros: number;
  readonly session: string | undefined;
}

/** What it has taken there. Ends with the request, or with `leave`. */
export interface ProviderHold {
  readonly reservation: string;
  readonly subject: LimitedSubject;
  /** The session, if it was not active at the provider before. */
  readonly newSession: NewSession | undefined;
}

/** The limits of providers. Whoever is at one is passed over in selection, not refused. */
@Injectable()
export class ProviderLimits {
  private readonly isOn: boolean;
  private readonly sessionTtlMs: number;
  /** Monotonic milliseconds by subject. */
  private readonly fullUntil = new Map<string, number>();

  constructor(
    private readonly gate: LimitGate,
    @Inject(CONFIG) config: Config,
  ) {
    this.isOn = config.ENABLE_RATE_LIMIT;
    this.sessionTtlMs = config.SESSION_TTL * 1000;
  }

  /** Whether requests have to take part in limits of the provider. */
  hasLimits(subject: LimitedSubject | undefined): subject is LimitedSubject {
    return this.isOn && subject !== undefined;
  }

  /** A guess that costs nothing: only `enter` knows. */
  isFull(subject: LimitedSubject | undefined): boolean {
    return subject !== undefined && performance.now() < (this.fullUntil.get(subject.name) ?? 0);
  }

  /** A hold, or that the provider is at one of its limits, or that nobody knows and whoever does not know is refused. */
  async enter(subject: LimitedSubject, demand: ProviderDemand): Promise<ProviderHold | 'full' | 'unknown'> {
    const { requestId, at, estimateMicros, session } = demand;
    const reservation = providerReservation(requestId, subject);
    const admission = await this.gate.admit({
      subjects: [subject],
      id: reservation,
      at,
      estimateMicros,
      session,
      sessionTtlMs: this.sessionTtlMs,
    });
    if (admission.reached || admission.isUnknown) {
      this.fullUntil.set(subject.name, performance.now() + REMEMBERED_MS);
      return admission.isUnknown ? 'unknown' : 'full';
    }
    const { sessionSince: since } = admission;
    const isNew = session !== undefined && since !== undefined;
    return { reservation, subject, newSession: isNew ? { name: session, since } : undefined };
  }

  leave({ reservation, subject, newSession }: ProviderHold): void {
    this.gate.leave(reservation, subject, newSession);
  }
}

/** Id of what a request has reserved at a provider. */
export function providerReservation(requestId: string, { name }: LimitedSubject): string {
  return `${requestId}:${name}`;
}
