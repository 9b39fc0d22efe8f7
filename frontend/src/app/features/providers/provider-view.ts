import type { ProviderType } from '@cch/contracts/provider-types';
import type { Provider } from './providers-api';

export type ProviderSort = 'name' | 'type' | 'priority' | 'weight' | 'costMultiplier';

export interface ProviderFilter {
  readonly text: string;
  readonly type: ProviderType | null;
  readonly isEnabled: boolean | null;
  readonly group: string | null;
}

export const NO_FILTER: ProviderFilter = { text: '', type: null, isEnabled: null, group: null };

export interface SortOrder<Name> {
  readonly by: Name;
  readonly isDescending: boolean;
}

export function urlHost(url: string): string {
  return URL.parse(url)?.host ?? url;
}

export function filterProviders(all: readonly Provider[], filter: ProviderFilter): readonly Provider[] {
  const text = filter.text.trim().toLowerCase();
  return all.filter((provider) => {
    if (filter.type && provider.type !== filter.type) return false;
    if (filter.isEnabled !== null && provider.isEnabled !== filter.isEnabled) return false;
    if (filter.group && !provider.groups.includes(filter.group)) return false;
    return `${provider.name}\n${provider.url}\n${provider.notes}`.toLowerCase().includes(text);
  });
}

/** The rows that are both shown and picked; undefined when none is, so that "chosen, or else all" reads as such. */
export function chosenRows(
  rows: readonly Provider[],
  picked: ReadonlySet<number>,
): readonly Provider[] | undefined {
  const chosen = rows.filter(({ id }) => picked.has(id));
  return chosen.length > 0 ? chosen : undefined;
}

export function sortProviders(all: readonly Provider[], order: SortOrder<ProviderSort>): readonly Provider[] {
  const direction = order.isDescending ? -1 : 1;
  return all.toSorted(
    (a, b) => direction * compare(a, b, order.by) || a.name.localeCompare(b.name) || a.id - b.id,
  );
}

function compare(a: Provider, b: Provider, by: ProviderSort): number {
  switch (by) {
    case 'name':
    case 'type':
      return a[by].localeCompare(b[by]);
    case 'priority':
    case 'weight':
      return a[by] - b[by];
    case 'costMultiplier':
      return Number(a.costMultiplier) - Number(b.costMultiplier);
  }
}
