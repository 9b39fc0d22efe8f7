import { requestId } from '../../src/platform/request-id';
import type { LedgerRow } from '../../src/usage/ledger-row';

/** A row of the ledger, of now or of the given time, with an id made in the same moment. */
export function ledgerRow(fields: Partial<LedgerRow> = {}): LedgerRow {
  const createdAt = fields.created_at ?? new Date().toISOString();
  return {
    id: requestId(Date.parse(createdAt)),
    created_at: createdAt,
    user_id: 1,
    key_id: 1,
    endpoint: '/v1/messages',
    client_format: 'anthropic',
    is_streaming: false,
    status_code: 200,
    outcome: 'answered',
    cost_state: 'exact',
    is_unpriced: false,
    provider_chain: [],
    ...fields,
  };
}
