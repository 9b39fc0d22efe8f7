import { REQUEST_OUTCOMES } from '@cch/contracts/cost-states';
import type { LedgerRow } from '../../src/usage/ledger-row';
import { ledgerRow } from './ledger-rows';

const MINUTE_MS = 60_000;
const OUTCOMES = REQUEST_OUTCOMES.filter((outcome) => outcome !== 'lost');
const MODELS = ['claude-opus-5', 'gpt-6', 'größer als 😀', "quote's"];

/** Requests of few users in few hours of several days, and the ways their rows may be delivered. */
export class SeededTraffic {
  constructor(private readonly random: () => number) {}

  /** A settled row of a random minute of the days after `firstDay`. */
  settledRow(firstDay: number, days: number): LedgerRow {
    const outcome = this.pick(OUTCOMES);
    return ledgerRow({
      created_at: new Date(
        firstDay + this.below(days * 24 * 60) * MINUTE_MS + this.below(MINUTE_MS),
      ).toISOString(),
      user_id: 1 + this.below(3),
      key_id: 1 + this.below(4),
      provider_id: this.maybe(() => 1 + this.below(3)),
      requested_model: this.maybe(() => this.pick(MODELS)),
      model: this.maybe(() => this.pick(MODELS)),
      outcome,
      cost_state: this.pick(['exact', 'estimated', 'unknown', 'none']),
      input_tokens: this.maybe(() => this.below(2_000_000)),
      output_tokens: this.maybe(() => this.below(100_000)),
      cache_creation_tokens: this.maybe(() => this.below(100_000)),
      cache_creation_5m_tokens: this.maybe(() => this.below(100_000)),
      cache_creation_1h_tokens: this.maybe(() => this.below(100_000)),
      cache_read_tokens: this.maybe(() => this.below(1_000_000)),
      reasoning_tokens: this.maybe(() => this.below(10_000)),
      cost_usd: this.maybe(() => `${this.below(20)}.${String(this.below(1e15)).padStart(15, '0')}`),
      duration_ms: this.maybe(() => this.below(600_000)),
      ttfb_ms: this.maybe(() => this.below(60_000)),
    });
  }

  /** Everything that may arrive of a request: its row up to three times, and up to twice the news that it was lost. */
  deliveries(settled: LedgerRow): readonly LedgerRow[] {
    return [
      ...Array.from({ length: 1 + this.below(3) }, () => settled),
      ...Array.from({ length: this.below(3) }, () => lostRowOf(settled)),
    ];
  }

  /** The rows in any order, in batches of up to 40. */
  batches(rows: readonly LedgerRow[]): (readonly LedgerRow[])[] {
    const rest = rows
      .map((row) => ({ row, place: this.random() }))
      .sort((one, other) => one.place - other.place)
      .map(({ row }) => row);
    const batches: LedgerRow[][] = [];
    while (rest.length > 0) batches.push(rest.splice(0, 1 + this.below(40)));
    return batches;
  }

  private below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private pick<T>(values: readonly T[]): T {
    const value = values[this.below(values.length)];
    if (value === undefined) throw new Error('nothing to pick from');
    return value;
  }

  private maybe<T>(make: () => T): T | undefined {
    return this.random() < 0.2 ? undefined : make();
  }
}

/** The row that stands for a request whose gateway died: what was known before the upstream call. */
export function lostRowOf({
  id,
  created_at,
  user_id,
  key_id,
  provider_id,
  requested_model,
  model,
}: LedgerRow): LedgerRow {
  return {
    ...ledgerRow({ created_at, user_id, key_id, provider_id, requested_model, model }),
    id,
    outcome: 'lost',
    status_code: undefined,
    cost_state: 'unknown',
    error_code: 'request_lost',
  };
}
