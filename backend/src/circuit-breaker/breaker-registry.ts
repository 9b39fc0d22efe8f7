import type { CircuitState } from '@cch/contracts/circuit-states';
import {
  admits,
  type BreakerEvent,
  type BreakerPolicy,
  type BreakerState,
  circuitState,
  inForce,
  mayTry,
  opensUntil,
  runningTrials,
} from '@cch/domain/breaker/breaker';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { background } from '../platform/background';
import { type Clock, CLOCK } from '../platform/clock';
import { LOGGER } from '../platform/observability/logger';
import { BreakerCopy } from './breaker-copy';
import { CircuitJournal } from './circuit-journal';

// Longer than a usual answer takes. It only matters when whoever holds the trial dies.
const TRIAL_LEASE_MS = 300_000;

/** The right to send one request through a half-open breaker. Ends with `observe` or `giveBack`. */
export interface Trial {
  readonly providerId: number;
  readonly id: string;
  /** The one it was let through under. */
  readonly policy: BreakerPolicy;
}

/** What the log and the event row tell about a change, beyond what the breaker knows. */
export interface ObservedDetails {
  readonly trial?: Trial;
  readonly errorCode?: string;
  readonly requestId?: string;
  readonly providerName?: string;
}

/** Times are milliseconds since 1970. */
export interface BreakerView {
  readonly state: CircuitState;
  /** Consecutive ones while closed; those that opened it while open. */
  readonly failures: number;
  /** Successful trials. */
  readonly successes: number;
  /** Set while open, together with the time of the first trial. */
  readonly openedAt?: number;
  readonly opensUntil?: number;
  /** How many run. */
  readonly trials: number;
}

/**
 * The circuit breakers of all providers (ADR 0005). Reading is synchronous and works on a copy in memory that is at most
 * a second old; only failures, trials and what an operator does go to Redis.
 */
@Injectable()
export class BreakerRegistry implements BeforeApplicationShutdown {
  constructor(
    private readonly copy: BreakerCopy,
    private readonly journal: CircuitJournal,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  stateOf(providerId: number, policy: BreakerPolicy): CircuitState {
    return circuitState(this.copy.stateOf(providerId), policy, this.clock.now());
  }

  /** A guess: only `tryTrial` knows. */
  hasFreeTrial(providerId: number, policy: BreakerPolicy): boolean {
    return mayTry(this.copy.stateOf(providerId), policy, this.clock.now());
  }

  /**
   * Asks to send a request through a half-open breaker. All instances together never let more through than the policy
   * says. Undefined means no; a breaker that has closed meanwhile lets everybody through.
   */
  async tryTrial(
    providerId: number,
    policy: BreakerPolicy,
    providerName?: string,
  ): Promise<Trial | undefined> {
    const id = randomUUID();
    const event: BreakerEvent = { kind: 'trial_requested', trialId: id, leaseMs: TRIAL_LEASE_MS };
    const state = await this.change(providerId, event, policy, { providerName });
    return admits(state, id, policy, this.clock.now()) ? { providerId, id, policy } : undefined;
  }

  /** Tells how a request at the provider ended. Returns at once; the breaker follows in the background. */
  observe(
    providerId: number,
    policy: BreakerPolicy,
    result: 'success' | 'failure',
    details: ObservedDetails = {},
  ): void {
    if (result === 'success' && this.isUntroubled(providerId)) return;
    const event: BreakerEvent = { kind: result, trialId: details.trial?.id };
    this.changeLater(providerId, event, policy, details);
  }

  /** Ends a trial that says nothing about the provider, because its client left. */
  giveBack({ providerId, id, policy }: Trial): void {
    this.changeLater(providerId, { kind: 'trial_given_back', trialId: id }, policy);
  }

  async open(providerId: number, policy: BreakerPolicy, providerName?: string): Promise<void> {
    await this.copy.refresh(); // what is done by hand is done to the state of now, not of a second ago
    await this.change(providerId, { kind: 'opened_by_hand' }, policy, { providerName });
  }

  async reset(providerId: number, policy: BreakerPolicy, providerName?: string): Promise<void> {
    await this.copy.refresh();
    await this.change(providerId, { kind: 'reset_by_hand' }, policy, { providerName });
  }

  view(providerId: number, policy: BreakerPolicy): BreakerView {
    const now = this.clock.now();
    const state = inForce(this.copy.stateOf(providerId), policy, now);
    return {
      state: state.kind,
      failures: failuresOf(state),
      successes: state.kind === 'half-open' ? state.successes : 0,
      trials: runningTrials(state, now).length,
      ...(state.kind === 'open' && { openedAt: state.openedAt, opensUntil: opensUntil(state, policy) }),
    };
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.copy.settled();
    await this.journal.close();
  }

  // The usual case, which must cost nothing.
  private isUntroubled(providerId: number): boolean {
    const state = this.copy.stateOf(providerId);
    return state.kind === 'closed' && state.failures === 0 && !this.copy.isChanging(providerId);
  }

  private changeLater(
    providerId: number,
    event: BreakerEvent,
    policy: BreakerPolicy,
    details?: ObservedDetails,
  ): void {
    background(this.change(providerId, event, policy, details), 'change circuit breaker', this.logger);
  }

  private async change(
    providerId: number,
    event: BreakerEvent,
    policy: BreakerPolicy,
    { errorCode, requestId, providerName }: ObservedDetails = {},
  ): Promise<BreakerState> {
    const { state, change, at } = await this.copy.change(providerId, event, policy);
    if (change) {
      const row = {
        at: new Date(at),
        providerId,
        fromState: change.from,
        toState: change.to,
        cause: change.cause,
        failures: change.to === 'open' ? failuresOf(state) : 0,
        errorCode: errorCode ?? null,
        requestId: requestId ?? null,
      };
      this.journal.write(row, providerName);
    }
    return state;
  }
}

function failuresOf(state: BreakerState): number {
  return state.kind === 'half-open' ? 0 : state.failures;
}
