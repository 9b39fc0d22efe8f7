import { v7 as uuidV7 } from 'uuid';
import type { DataSource } from 'typeorm';
import { LEDGER_COLUMNS, type LedgerRow } from '../../src/usage/ledger-row';

const COLUMNS = Object.keys(LEDGER_COLUMNS);

/** A ledger row of that time, with an id made in the same moment. */
export function ledgerRow(fields: Partial<LedgerRow> & Pick<LedgerRow, 'created_at'>): LedgerRow {
  return {
    id: uuidV7({ msecs: Date.parse(fields.created_at) }),
    user_id: 1,
    key_id: 1,
    endpoint: '/v1/messages',
    client_format: 'anthropic',
    is_streaming: false,
    outcome: 'answered',
    status_code: 200,
    cost_state: 'exact',
    provider_chain: [],
    ...fields,
  };
}

/** Makes the partition of a UTC day, as the worker does in the product. */
export async function addPartition(database: DataSource, day: string): Promise<void> {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
  const name = `message_request_${day.replaceAll('-', '_')}`;
  await database.query(
    `CREATE TABLE ${name} PARTITION OF message_request FOR VALUES FROM ('${day} 00:00+00') TO ('${next} 00:00+00')`,
  );
}

export async function insertLedgerRows(database: DataSource, rows: readonly LedgerRow[]): Promise<void> {
  await database.query(
    `INSERT INTO message_request (${COLUMNS.join(', ')})
     SELECT ${COLUMNS.join(', ')} FROM jsonb_populate_recordset(NULL::message_request, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
}
