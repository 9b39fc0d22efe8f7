import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sums of the ledger per hour, which stay when ledger rows are deleted. */
export class UsageRollup1764108000000 implements MigrationInterface {
  name = 'UsageRollup1764108000000';

  async up(db: QueryRunner): Promise<void> {
    await db.query(TABLE);
    // Waits for rows that are being written right now, so that none falls between the back-fill and the drain.
    await db.query('LOCK TABLE message_request IN SHARE ROW EXCLUSIVE MODE');
    await db.query(BACK_FILL);
    for (const column of SUBJECTS) {
      await db.query(`CREATE INDEX usage_hourly_by_${column} ON usage_hourly (${column}, hour)`);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE usage_hourly');
  }
}

// No foreign keys: who is deleted keeps his history. A row of the current hour is updated with every batch of the drain;
// no index holds a column that changes, so the free part of its page takes the next version and no index is touched.
// A sum of costs has room for more digits than a cost: a sum that does not fit would make PostgreSQL refuse good rows.
const TABLE = `CREATE TABLE usage_hourly (
  hour timestamptz NOT NULL,
  user_id integer NOT NULL,
  key_id integer NOT NULL,
  provider_id integer NOT NULL,
  model text NOT NULL,
  requests bigint NOT NULL,
  answered bigint NOT NULL,
  failed bigint NOT NULL,
  refused bigint NOT NULL,
  aborted bigint NOT NULL,
  input_tokens bigint NOT NULL,
  output_tokens bigint NOT NULL,
  cache_creation_tokens bigint NOT NULL,
  cache_creation_5m_tokens bigint NOT NULL,
  cache_creation_1h_tokens bigint NOT NULL,
  cache_read_tokens bigint NOT NULL,
  reasoning_tokens bigint NOT NULL,
  cost_usd numeric(30, 15) NOT NULL,
  inexact_costs bigint NOT NULL,
  duration_ms_sum bigint NOT NULL,
  ttfb_ms_sum bigint NOT NULL,
  ttfb_count bigint NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  unpriced bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (hour, user_id, key_id, provider_id, model)
) WITH (fillfactor = 70)`;

// The primary key begins with the hour and so serves whoever ranks all users, keys, providers or models within a range.
// These serve the total of one of them. Nobody asks for one model alone, so the model has none.
const SUBJECTS = ['user_id', 'key_id', 'provider_id'];

const BACK_FILL = `INSERT INTO usage_hourly
  SELECT
    date_trunc('hour', created_at, 'UTC') AS hour,
    user_id,
    key_id,
    COALESCE(provider_id, 0) AS provider,
    COALESCE(model, requested_model, '') AS name,
    count(*),
    count(*) FILTER (WHERE outcome = 'answered'),
    count(*) FILTER (WHERE outcome = 'failed'),
    count(*) FILTER (WHERE outcome = 'refused'),
    count(*) FILTER (WHERE outcome = 'aborted'),
    COALESCE(sum(input_tokens), 0),
    COALESCE(sum(output_tokens), 0),
    COALESCE(sum(cache_creation_tokens), 0),
    COALESCE(sum(cache_creation_5m_tokens), 0),
    COALESCE(sum(cache_creation_1h_tokens), 0),
    COALESCE(sum(cache_read_tokens), 0),
    COALESCE(sum(reasoning_tokens), 0),
    COALESCE(sum(cost_usd), 0),
    count(*) FILTER (WHERE cost_state IN ('estimated', 'unknown')),
    COALESCE(sum(duration_ms), 0),
    COALESCE(sum(ttfb_ms), 0),
    count(ttfb_ms),
    min(created_at),
    max(created_at)
  FROM message_request
  WHERE outcome <> 'lost'
  GROUP BY hour, user_id, key_id, provider, name
  ORDER BY hour, user_id, key_id, provider, name`;
