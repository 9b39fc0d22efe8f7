import { requestId } from '../../src/platform/request-id';
import type { LedgerRow, SettledLedgerRow } from '../../src/usage/ledger-row';
import type { LimitRefusal } from '../../src/usage/limit-refusals';

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

const REFUSAL: LimitRefusal = {
  subject: 'key',
  kind: 'rpm',
  limit_amount: '60',
  used_amount: '60',
  reserved_amount: '0',
  reset_at: undefined,
};

/** The row of a request that ran into a limit. */
export function refusedRow(
  created_at: string,
  row: Partial<LedgerRow>,
  refusal: Partial<LimitRefusal> = {},
): SettledLedgerRow {
  return { ...ledgerRow({ created_at, outcome: 'refused', ...row }), refusal: { ...REFUSAL, ...refusal } };
}
