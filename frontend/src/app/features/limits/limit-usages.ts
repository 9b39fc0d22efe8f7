import { HttpClient } from '@angular/common/http';
import { computed, inject, resource, type Signal } from '@angular/core';
import type { LimitSubject } from '@cch/contracts/limit-kinds';
import { firstValueFrom } from 'rxjs';
import { every } from '../../core/every';
import { loadable } from '../../core/loadable';
import { LIMIT_USAGE_URL, type LimitUsage, type LimitUsageList } from './limits-api';

const REFRESH_MS = 10_000;
/** As many as the API answers for at once. */
const IDS_PER_CALL = 100;

export interface LimitUsages {
  readonly byId: Signal<ReadonlyMap<number, LimitUsage>>;
  reload(): void;
}

/** How the rows of a list stand with their limits, kept up to date. Call in an injection context. */
export function limitUsages(subject: LimitSubject, ids: () => readonly number[]): LimitUsages {
  const http = inject(HttpClient);
  const usages = resource({
    // As text, so that the same rows in new objects are not asked for again.
    params: () => ids().join(',') || undefined,
    loader: async ({ params }) => {
      const all = params.split(',');
      const calls: Promise<LimitUsageList>[] = [];
      for (let start = 0; start < all.length; start += IDS_PER_CALL) {
        const part = all.slice(start, start + IDS_PER_CALL).join(',');
        calls.push(
          firstValueFrom(http.get<LimitUsageList>(LIMIT_USAGE_URL, { params: { subject, ids: part } })),
        );
      }
      return (await Promise.all(calls)).flatMap(({ items }) => items);
    },
  });
  const known = loadable<readonly LimitUsage[]>(usages);
  every(REFRESH_MS, () => known.reload());
  return {
    byId: computed(() => new Map(known.value()?.map((usage) => [usage.id, usage]))),
    reload: () => known.reload(),
  };
}
