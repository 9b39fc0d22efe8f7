import type { LimitKind, LimitSubject } from '@cch/contracts/limit-kinds';

/** The limit that a refused request ran into. Amounts are USD or counts, as decimal texts. */
export interface LimitRefusal {
  readonly subject: LimitSubject;
  readonly kind: LimitKind;
  readonly limit_amount: string;
  readonly used_amount: string;
  /** Of requests under way. */
  readonly reserved_amount: string;
  /** ISO 8601. */
  readonly reset_at: string | undefined;
}

/** The member of a ledger row that holds it; the ledger has no such column. */
const MEMBER = 'refusal';

export const REFUSAL_INPUT = { [MEMBER]: 'jsonb' } as const;

/** A batch without any needs no second look at its rows. Quotes inside of texts are escaped, so this finds members only. */
export function hasRefusals(rows: string): boolean {
  return rows.includes(`"${MEMBER}":{`);
}

/**
 * A part of the statement that writes ledger rows: one event for each row that was really written and ran into a limit.
 *
 * @param written name of a query of the same statement that returns `created_at` and `id` of these rows
 * @param rows the rows as they came
 */
export function addRefusals(written: string, rows: string): string {
  return `
    INSERT INTO rate_limit_event
      (at, request_id, user_id, key_id, subject, kind, limit_amount, used_amount, reserved_amount, reset_at, model)
    SELECT row.created_at, row.id, row.user_id, row.key_id, refusal.subject, refusal.kind, refusal.limit_amount,
      refusal.used_amount, refusal.reserved_amount, refusal.reset_at, row.requested_model
    FROM ${rows} JOIN ${written} USING (created_at, id)
    CROSS JOIN LATERAL jsonb_to_record(row.${MEMBER}) AS refusal(subject text, kind text, limit_amount numeric,
      used_amount numeric, reserved_amount numeric, reset_at timestamptz)
    WHERE row.${MEMBER} IS NOT NULL`;
}
