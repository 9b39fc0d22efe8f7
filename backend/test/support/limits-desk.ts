import type { LimitKind } from '@cch/contracts/limit-kinds';
import { expect } from 'vitest';
import type { LimitStandingView, LimitUsageView } from '../../src/rate-limit/limit-usage.dto';
import type { LedgerRow } from '../../src/usage/ledger-row';
import { LedgerStore } from '../../src/usage/ledger-store';
import type { AdminApp } from './admin-app';
import { unique } from './hub-rig';
import { ledgerRow } from './ledger-rows';

type Plural = 'users' | 'keys' | 'providers';

/** Makes users and keys with limits and lets them spend, through the admin API and the ledger. */
export class LimitsDesk {
  constructor(private readonly app: AdminApp) {}

  /** Sets the hub's clock, which goes on from there. */
  setClock(time: string): void {
    this.app.clock.advance(Date.parse(time) - this.app.clock.now());
  }

  async user(limits: object = {}): Promise<number> {
    return this.created('/api/v1/users', { name: unique('user'), ...limits });
  }

  async key(userId: number, limits: object = {}): Promise<number> {
    return this.created(`/api/v1/users/${userId}/keys`, { name: unique('key'), ...limits });
  }

  async provider(limits: object = {}): Promise<number> {
    const draft = {
      name: unique('provider'),
      type: 'claude',
      url: 'https://example.com',
      key: 'k',
      ...limits,
    };
    return this.created('/api/v1/providers', draft);
  }

  async spend(who: Partial<LedgerRow>, costs: Readonly<Record<string, string>>): Promise<void> {
    const rows = Object.entries(costs).map(([created_at, cost_usd]) =>
      ledgerRow({ user_id: 0, key_id: 0, ...who, created_at, cost_usd }),
    );
    await new LedgerStore(this.app.database).insert(JSON.stringify(rows));
  }

  async usage(plural: Plural, id: number): Promise<LimitUsageView> {
    const answer = await this.app.client.get<LimitUsageView>(`/api/v1/${plural}/${id}/limit-usage`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  async reset(plural: Plural, id: number): Promise<LimitUsageView> {
    const answer = await this.app.client.post<LimitUsageView>(`/api/v1/${plural}/${id}/limits/reset`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  private async created(path: string, draft: object): Promise<number> {
    const answer = await this.app.client.post<{ readonly id: number }>(path, draft);
    expect(answer.status, answer.text).toBe(201);
    return answer.body.id;
  }
}

/** What was used, by kind. */
export function usedOf({ limits }: LimitUsageView): Partial<Record<LimitKind, string | null>> {
  return Object.fromEntries(limits.map(({ kind, used }) => [kind, used]));
}

export function standingOf({ limits }: LimitUsageView, kind: LimitKind): LimitStandingView | undefined {
  return limits.find((limit) => limit.kind === kind);
}
