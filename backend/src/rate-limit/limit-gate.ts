import { LIMIT_KIND_OF, LIMIT_KINDS, type LimitKind, type OutagePolicy } from '@cch/contracts/limit-kinds';
import { type LimitState, reachedLimit } from '@cch/domain/limits/limit-state';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { background } from '../platform/background';
import { LOGGER } from '../platform/observability/logger';
import { HubInstance } from '../platform/redis/hub-instance';
import { KEYS } from '../platform/redis/keyspace';
import { RedisQuestions } from '../platform/redis/redis-questions';
import { Script } from '../platform/redis/script-runner';
import leaveProvider from '../platform/redis/scripts/leave-provider-1.lua';
import functions from '../platform/redis/scripts/spend-functions.lua';
import { SettingsStore } from '../settings/settings-store';
import {
  ADMIT_REQUEST,
  admissionArgs,
  type AdmissionAnswer,
  type Demand,
  readAdmission,
} from './admission-script';
import type { LimitedSubject } from '../limits/limited-subject';
import { LocalLimits } from './local-limits';
import { SpendCalendar } from './spend-calendar';
import { UnsentCharges } from './unsent-charges';
import { SpendLoader } from './spend-loader';

const LEAVE_PROVIDER = new Script(functions + leaveProvider);

/** How a request stands with the limits. */
export interface Admission {
  /** All limits, as they were before the request; empty when nobody counted. */
  readonly states: readonly LimitState[];
  /** The limit that is reached; undefined when the request may go on, or when a limit cannot be known. */
  readonly reached: LimitState | undefined;
  /** A limit that is closed while it cannot be known. */
  readonly isUnknown: boolean;
  /** When the session came, by the clock of Redis; undefined when it was active with the first of the subjects before. */
  readonly sessionSince: number | undefined;
}

/** A session that was not active with a subject before. */
export interface NewSession {
  readonly name: string;
  /** Milliseconds since 1970 by the clock of Redis. */
  readonly since: number;
}

const OPEN: Admission = { states: [], reached: undefined, isUnknown: false, sessionSince: undefined };
const CLOSED: Admission = { ...OPEN, isUnknown: true };

/** Lets requests take part in limits, all of them in one step and in one trip to Redis. */
@Injectable()
export class LimitGate {
  private readonly local = new LocalLimits();

  constructor(
    private readonly questions: RedisQuestions,
    private readonly instance: HubInstance,
    private readonly calendar: SpendCalendar,
    private readonly loader: SpendLoader,
    private readonly unsent: UnsentCharges,
    private readonly settings: SettingsStore,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async admit(request: Omit<Demand, 'isStrict'>): Promise<Admission> {
    const { limitOutage } = this.settings.current();
    const demand: Demand = { ...request, isStrict: (subject) => hasPolicy(subject, limitOutage, 'closed') };
    const keys = [KEYS.reservations(this.instance.id), KEYS.ledgerStream, KEYS.openInstances];
    const reply = await this.questions.ask(() =>
      ADMIT_REQUEST.run(this.questions.redis, keys, admissionArgs(demand, this.calendar, this.unsent)),
    );
    if (reply === undefined) return this.withoutRedis(demand, limitOutage);
    const answer = readAdmission(reply, demand, this.calendar);
    this.load(answer, demand);
    return this.judge(answer, limitOutage);
  }

  /** Gives back what was reserved at a provider that the request leaves. */
  leave(reservation: string, subject: LimitedSubject, newSession: NewSession | undefined): void {
    this.local.settle(subject, reservation, 0);
    const args = [reservation, subject.name, newSession?.name ?? '', newSession?.since ?? 0];
    this.questions.send(() =>
      LEAVE_PROVIDER.run(this.questions.redis, [KEYS.reservations(this.instance.id)], args),
    );
  }

  /** @param micros millionths of a dollar that the request has cost */
  settled(subject: LimitedSubject, reservation: string, micros: number): void {
    this.local.settle(subject, reservation, micros);
  }

  private judge(answer: AdmissionAnswer, outage: Policies): Admission {
    const states = answer.subjects.flatMap((subject) => subject.states);
    if (Object.values(outage).includes('local')) {
      for (const { subject, states: own } of answer.subjects) this.local.know(subject, own);
    }
    if (answer.isAdmitted) {
      const isNew = answer.subjects[0]?.isNewSession ?? false;
      return { ...OPEN, states, sessionSince: isNew ? answer.serverTime : undefined };
    }
    const reached = reachedLimit(states);
    return { ...OPEN, states, reached, isUnknown: reached === undefined };
  }

  private load({ subjects, lastEntry }: AdmissionAnswer, { id }: Demand): void {
    for (const { subject, mustLoad } of subjects) {
      if (!mustLoad) continue;
      const signature = this.calendar.signatureOf(subject);
      background(this.loader.load({ subject, token: id, lastEntry, signature }), 'load spend', this.logger);
    }
  }

  private withoutRedis(demand: Demand, outage: Policies): Admission {
    if (demand.subjects.some((subject) => hasPolicy(subject, outage, 'closed'))) return CLOSED;
    const kinds = new Set(LIMIT_KINDS.filter((kind) => outage[kind] === 'local'));
    if (kinds.size === 0) return OPEN;
    const states = this.local.states(demand, kinds);
    const reached = reachedLimit(states);
    if (!reached) this.local.take(demand);
    return { ...OPEN, states, reached };
  }
}

type Policies = Readonly<Record<LimitKind, OutagePolicy>>;

function hasPolicy({ limits }: LimitedSubject, outage: Policies, policy: OutagePolicy): boolean {
  if (limits.rpm !== undefined && outage.rpm === policy) return true;
  if (limits.concurrentSessions !== undefined && outage.concurrent_sessions === policy) return true;
  return limits.spend.some(({ rule }) => outage[LIMIT_KIND_OF[rule.window]] === policy);
}
