import type { LedgerRow } from './ledger-row';

const TABLE = 'usage_hourly';

/** What there is one row for; 0 and '' stand for no provider and no model, for a key takes no NULL. */
const KEY = {
  hour: `date_trunc('hour', created_at, 'UTC')`,
  user_id: 'user_id',
  key_id: 'key_id',
  provider_id: 'COALESCE(provider_id, 0)',
  model: `COALESCE(model, requested_model, '')`,
};

const SUMS = {
  requests: 'count(*)',
  answered: countIf(`outcome = 'answered'`),
  failed: countIf(`outcome = 'failed'`),
  refused: countIf(`outcome = 'refused'`),
  aborted: countIf(`outcome = 'aborted'`),
  input_tokens: sum('input_tokens'),
  output_tokens: sum('output_tokens'),
  cache_creation_tokens: sum('cache_creation_tokens'),
  cache_creation_5m_tokens: sum('cache_creation_5m_tokens'),
  cache_creation_1h_tokens: sum('cache_creation_1h_tokens'),
  cache_read_tokens: sum('cache_read_tokens'),
  reasoning_tokens: sum('reasoning_tokens'),
  cost_usd: sum('cost_usd'),
  inexact_costs: countIf(`cost_state IN ('estimated', 'unknown')`),
  unpriced: countIf('is_unpriced'),
  duration_ms_sum: sum('duration_ms'),
  ttfb_ms_sum: sum('ttfb_ms'),
  ttfb_count: 'count(ttfb_ms)',
};

const KEY_NAMES = Object.keys(KEY).join(', ');
const SUM_NAMES = Object.keys(SUMS).join(', ');
const UPDATES = Object.keys(SUMS)
  .map((name) => `${name} = ${TABLE}.${name} + EXCLUDED.${name}`)
  .join(', ');

/** The columns of the ledger that the roll-up is made of. */
export const ROLLUP_INPUT = [
  'created_at',
  'user_id',
  'key_id',
  'provider_id',
  'requested_model',
  'model',
  'outcome',
  'input_tokens',
  'output_tokens',
  'cache_creation_tokens',
  'cache_creation_5m_tokens',
  'cache_creation_1h_tokens',
  'cache_read_tokens',
  'reasoning_tokens',
  'cost_usd',
  'cost_state',
  'is_unpriced',
  'duration_ms',
  'ttfb_ms',
] as const satisfies readonly (keyof LedgerRow)[];

/**
 * The end of a statement that adds ledger rows to the hourly roll-up. A lost row is not counted: nothing is known of its
 * usage, and the settled row that may yet replace it is counted instead.
 *
 * Several drains add to the same hours at once. Each takes its locks in the order of the key, so that two of them wait
 * for each other only one way; sorting also ends the reading, and thus the locking of ledger rows, before the first lock.
 *
 * @param written name of a query of the same statement that returns the rows really written, with `ROLLUP_INPUT`
 */
export function addToRollup(written: string): string {
  return `
    INSERT INTO ${TABLE} (${KEY_NAMES}, ${SUM_NAMES}, first_at, last_at)
    SELECT ${Object.values(KEY).join(', ')}, ${Object.values(SUMS).join(', ')}, min(created_at), max(created_at)
    FROM ${written} WHERE outcome <> 'lost'
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (${KEY_NAMES}) DO UPDATE SET ${UPDATES},
      first_at = LEAST(${TABLE}.first_at, EXCLUDED.first_at),
      last_at = GREATEST(${TABLE}.last_at, EXCLUDED.last_at)`;
}

function countIf(condition: string): string {
  return `count(*) FILTER (WHERE ${condition})`;
}

function sum(column: (typeof ROLLUP_INPUT)[number]): string {
  return `COALESCE(sum(${column}), 0)`;
}
