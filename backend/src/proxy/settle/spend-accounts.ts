import { splitUsd } from '@cch/domain/money/micro-usd';
import { Injectable } from '@nestjs/common';
import { KeyDirectory } from '../../keys/key-directory';
import { ProviderCatalog } from '../../providers/provider-catalog';
import { spentBy } from '../../rate-limit/charges';
import { LimitGate } from '../../rate-limit/limit-gate';
import { providerReservation } from '../../rate-limit/provider-limits';
import type { LimitedSubject } from '../../limits/limited-subject';
import { SpendCalendar } from '../../rate-limit/spend-calendar';
import type { EndedRequest } from '../../rate-limit/unsent-charges';
import type { RequestContext } from '../request-context';

/** Works out whom the end of a request is to be charged to. */
@Injectable()
export class SpendAccounts {
  constructor(
    private readonly keys: KeyDirectory,
    private readonly catalog: ProviderCatalog,
    private readonly calendar: SpendCalendar,
    private readonly gate: LimitGate,
  ) {}

  /**
   * Undefined when nobody who took part in the request has limits.
   *
   * @param usd what it cost, decimal string
   */
  endOf(ctx: RequestContext, usd: string): EndedRequest | undefined {
    const { id, at } = ctx.received;
    const { reservations, sessions, held } = ctx.taken;
    const subjects = this.subjectsOf(ctx);
    if (subjects.length === 0 && reservations.length === 0) return undefined;
    const { micros } = splitUsd(usd);
    for (const subject of subjects) {
      const reservation = subject.kind === 'provider' ? providerReservation(id, subject) : id;
      this.gate.settled(subject, reservation, micros);
    }
    const s = subjects.flatMap((subject) => spentBy(subject, usd, at, this.calendar));
    return { charge: { id, at, r: reservations, z: sessions, s }, held };
  }

  /** As their limits are now: they may have changed since the request came. */
  private subjectsOf(ctx: RequestContext): readonly LimitedSubject[] {
    const caller = ctx.caller.get();
    const { limited } = this.keys.byId(caller.keyId) ?? caller;
    const providerId = ctx.tried?.provider.providerId;
    const provider = providerId === undefined ? undefined : this.catalog.byId(providerId)?.limited;
    return provider ? [...limited, provider] : limited;
  }
}
