import type { DataSource } from 'typeorm';

// Written without the product's own list of columns, so that one forgotten there is missed here.
const FROM_LEDGER = `
  SELECT date_bin('1 hour', created_at, 'epoch') AS hour, user_id, key_id,
    CASE WHEN provider_id IS NULL THEN 0 ELSE provider_id END AS provider_id,
    CASE WHEN model IS NOT NULL THEN model WHEN requested_model IS NOT NULL THEN requested_model ELSE '' END AS model,
    sum(1) AS requests,
    sum((outcome = 'answered')::int) AS answered, sum((outcome = 'failed')::int) AS failed,
    sum((outcome = 'refused')::int) AS refused, sum((outcome = 'aborted')::int) AS aborted,
    sum(COALESCE(input_tokens, 0)) AS input_tokens, sum(COALESCE(output_tokens, 0)) AS output_tokens,
    sum(COALESCE(cache_creation_tokens, 0)) AS cache_creation_tokens,
    sum(COALESCE(cache_creation_5m_tokens, 0)) AS cache_creation_5m_tokens,
    sum(COALESCE(cache_creation_1h_tokens, 0)) AS cache_creation_1h_tokens,
    sum(COALESCE(cache_read_tokens, 0)) AS cache_read_tokens,
    sum(COALESCE(reasoning_tokens, 0)) AS reasoning_tokens,
    sum(COALESCE(cost_usd, 0)) AS cost_usd,
    sum((cost_state NOT IN ('exact', 'none'))::int) AS inexact_costs,
    sum(COALESCE(duration_ms, 0)) AS duration_ms_sum, sum(COALESCE(ttfb_ms, 0)) AS ttfb_ms_sum,
    sum((ttfb_ms IS NOT NULL)::int) AS ttfb_count, min(created_at) AS first_at, max(created_at) AS last_at,
    sum(is_unpriced::int) AS unpriced
  FROM message_request WHERE outcome <> 'lost' GROUP BY 1, 2, 3, 4, 5`;

/** Rows that only the roll-up has, and rows that only the sums of the ledger have. Both are empty when the two agree. */
export async function rollupDifferences(source: DataSource): Promise<readonly unknown[]> {
  return source.query(`
    (SELECT 'roll-up' AS only, * FROM (SELECT * FROM usage_hourly EXCEPT ${FROM_LEDGER}) AS rolled)
    UNION ALL
    (SELECT 'ledger' AS only, * FROM (${FROM_LEDGER} EXCEPT SELECT * FROM usage_hourly) AS entered)`);
}

/** The roll-up's sum over everything. */
export async function rolledUp(source: DataSource): Promise<{ requests: number; cost: string }> {
  const [row]: { requests: number; cost: string }[] = await source.query(
    'SELECT COALESCE(sum(requests), 0)::integer AS requests, COALESCE(sum(cost_usd), 0)::text AS cost FROM usage_hourly',
  );
  if (!row) throw new Error('an aggregate without GROUP BY has one row');
  return row;
}
