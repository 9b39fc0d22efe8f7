import { Pool } from 'pg';
import { eventually } from './hub-eventually';

/** A row of `message_request`, by the names of its columns. */
export interface Row {
  readonly id: string;
  readonly key_id: number;
  readonly user_id: number;
  readonly provider_id: number | null;
  readonly endpoint: string;
  readonly client_format: string;
  readonly provider_type: string | null;
  readonly requested_model: string | null;
  readonly model: string | null;
  readonly session_id: string | null;
  readonly is_streaming: boolean;
  readonly status_code: number | null;
  readonly outcome: string;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cost_usd: string | null;
  readonly cost_state: string;
  readonly duration_ms: number | null;
  readonly ttfb_ms: number | null;
  readonly hub_ms: number | null;
  readonly client_ip: string | null;
  readonly user_agent: string | null;
  readonly provider_chain: readonly Record<string, unknown>[];
}

/** Reads the request log where it is kept. */
export class Ledger {
  private readonly pool: Pool;

  constructor(dsn: string) {
    this.pool = new Pool({ connectionString: dsn, max: 2 });
    this.pool.on('error', () => undefined); // the test stops this server on purpose
  }

  /** Whatever else a test wants to know or do there. */
  async query<R extends object = Row>(sql: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.pool.query<R>(sql, [...values])).rows;
  }

  /** Every row of the request; a request must never have two. */
  async rowsOf(id: string): Promise<readonly Row[]> {
    const { rows } = await this.pool.query<Row>('SELECT * FROM message_request WHERE id = $1', [id]);
    return rows;
  }

  /** The one row of the request, once it is there. */
  async row(id: string, withinMs = 5000): Promise<Row> {
    const rows = await eventually(
      `ledger row of ${id}`,
      async () => {
        const found = await this.rowsOf(id);
        return found.length > 0 ? found : undefined;
      },
      withinMs,
    );
    const [row, ...more] = rows;
    if (!row || more.length > 0) throw new Error(`request ${id} has ${rows.length} rows`);
    return row;
  }

  async all(): Promise<readonly Row[]> {
    const { rows } = await this.pool.query<Row>('SELECT * FROM message_request');
    return rows;
  }

  async count(): Promise<number> {
    const { rows } = await this.pool.query<{ count: string }>('SELECT count(*) FROM message_request');
    return Number(rows[0]?.count);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
