import type { ErrorTable } from './public-error';

/** The HTTP statuses that the words of a format's errors stand for. */
export interface ErrorWords {
  readonly statuses: ReadonlyMap<string, number>;
  /** Words that say more than the status they come with, and so outdo it. */
  readonly finer?: ReadonlyMap<string, number>;
}

/** Only the hub speaks of these. */
const HUBS_OWN: ReadonlySet<string> = new Set(['client_closed', 'bad_upstream']);

/** A table of errors turned round, plus words that it does not need; of rows with the same word the first one counts. */
export function statusByWord<Row extends { readonly status: number }>(
  rows: ErrorTable<Row>,
  wordsOf: (row: Row) => readonly (string | undefined)[],
  more: Readonly<Record<string, number>> = {},
): ReadonlyMap<string, number> {
  const statuses = new Map(Object.entries(more));
  for (const [kind, row] of Object.entries(rows)) {
    if (HUBS_OWN.has(kind)) continue;
    for (const word of wordsOf(row)) {
      if (word !== undefined && !statuses.has(word)) statuses.set(word, row.status);
    }
  }
  return statuses;
}
