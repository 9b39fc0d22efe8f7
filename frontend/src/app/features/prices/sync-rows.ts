import type { PriceSkipReason } from '@cch/api-client/models';
import { readChanges, type RateChange } from './price-differences';
import type { PriceSyncPreview } from './prices-api';

/** What a table would do with a model; `protected` is a price that was set by hand. */
export const ROW_KINDS = ['changed', 'protected', 'added', 'skipped'] as const;

export type RowKind = (typeof ROW_KINDS)[number];

/** One model of a preview. */
export interface SyncRow {
  readonly kind: RowKind;
  readonly model: string;
  readonly changes: readonly RateChange[];
  /** Why it cannot be taken over. */
  readonly reason?: PriceSkipReason;
}

export interface SyncFilter {
  readonly text: string;
  readonly kind: RowKind | null;
}

export const NO_FILTER: SyncFilter = { text: '', kind: null };

/** The models of a preview: what takes a decision first, then by name. */
export function syncRows(preview: PriceSyncPreview): readonly SyncRow[] {
  const rows: SyncRow[] = [];
  for (const kind of ['changed', 'protected', 'added'] as const) {
    for (const { model, fields } of byName(preview[kind])) {
      rows.push({ kind, model, changes: readChanges(fields) });
    }
  }
  for (const { model, reason } of byName(preview.skipped)) {
    rows.push({ kind: 'skipped', model, changes: [], reason });
  }
  return rows;
}

export function filterRows(rows: readonly SyncRow[], { text, kind }: SyncFilter): readonly SyncRow[] {
  const part = text.trim().toLowerCase();
  return rows.filter((row) => (!kind || row.kind === kind) && row.model.toLowerCase().includes(part));
}

function byName<T extends { readonly model: string }>(rows: readonly T[]): readonly T[] {
  return rows.toSorted((a, b) => a.model.localeCompare(b.model));
}
