import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { LEDGER_COLUMNS } from './ledger-row';
import { addRefusals, hasRefusals, REFUSAL_INPUT } from './limit-refusals';
import { addToRollup, ROLLUP_INPUT } from './usage-rollup';

const DAY_MS = 86_400_000;
const NO_PARTITION = '23514';
// Any number will do, as long as every process takes the same advisory lock.
const PARTITION_LOCK = 7_305_812;

const NAMES = Object.keys(LEDGER_COLUMNS).join(', ');
const ROWS = `jsonb_to_recordset($1::jsonb) AS row(${Object.entries({ ...LEDGER_COLUMNS, ...REFUSAL_INPUT })
  .map(([name, type]) => `${name} ${type}`)
  .join(', ')})`;
const UPDATES = Object.keys(LEDGER_COLUMNS)
  .filter((name) => name !== 'created_at' && name !== 'id')
  .map((name) => `${name} = EXCLUDED.${name}`)
  .join(', ');

// A row may arrive twice (a batch is delivered again after a crash) and a request that was given up as lost may still
// be settled by a process that only hung. So: the first settled row stays, and it replaces a lost one. Only rows that
// were inserted or replaced are returned, and so each request is added to the roll-up once.
const WRITTEN = `
  written AS (
    INSERT INTO message_request (${NAMES})
    SELECT DISTINCT ON (created_at, id) ${NAMES} FROM ${ROWS} ORDER BY created_at, id, outcome = 'lost'
    ON CONFLICT (created_at, id) DO UPDATE SET ${UPDATES}
      WHERE message_request.outcome = 'lost' AND EXCLUDED.outcome <> 'lost'
    RETURNING id, ${ROLLUP_INPUT.join(', ')}
  )`;
const INSERT = `WITH ${WRITTEN} ${addToRollup('written')}`;
const INSERT_WITH_REFUSALS = `
  WITH ${WRITTEN}, refused AS (${addRefusals('written', ROWS)}) ${addToRollup('written')}`;

/**
 * Writes ledger rows to PostgreSQL and adds them to the hourly roll-up, any number of times with the same result, and
 * keeps the partitions ready.
 */
@Injectable()
export class LedgerStore {
  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** @param rows JSON array of ledger rows */
  async insert(rows: string): Promise<void> {
    const statement = hasRefusals(rows) ? INSERT_WITH_REFUSALS : INSERT;
    try {
      await this.database.query(statement, [rows]);
    } catch (error) {
      // The day of some row has no partition yet: after a long sleep of all workers, or for old spooled rows.
      if (sqlState(error) !== NO_PARTITION) throw error;
      const days: { day: Date }[] = await this.database.query(
        `SELECT DISTINCT date_trunc('day', created_at, 'UTC') AS day FROM ${ROWS}`,
        [rows],
      );
      for (const { day } of days) await this.ensurePartition(day.getTime());
      await this.database.query(statement, [rows]);
    }
  }

  /**
   * The same, but one bad row does not hold up the others: a row that PostgreSQL will never take is handed to
   * `keepRefused`.
   */
  async insertAcceptable(
    rows: string,
    keepRefused: (row: string, error: unknown) => Promise<void>,
  ): Promise<void> {
    try {
      await this.insert(rows);
    } catch (error) {
      if (!isDataError(error)) throw error;
      const separate: unknown[] = JSON.parse(rows);
      if (separate.length === 1) return keepRefused(JSON.stringify(separate[0]), error);
      for (const row of separate) await this.insertAcceptable(JSON.stringify([row]), keepRefused);
    }
  }

  /** Makes the partitions of the day of `now` and of the days ahead. */
  async ensurePartitions(now: number, daysAhead: number): Promise<void> {
    for (let day = 0; day <= daysAhead; day += 1) await this.ensurePartition(now + day * DAY_MS);
  }

  private async ensurePartition(time: number): Promise<void> {
    const day = isoDay(time);
    const table = `message_request_${day.replaceAll('-', '')}`;
    if (await this.exists(table)) return;
    await this.database.transaction(async (transaction) => {
      // IF NOT EXISTS alone does not protect against another process that makes the same table now.
      await transaction.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
      await transaction.query(
        `CREATE TABLE IF NOT EXISTS ${table} PARTITION OF message_request
         FOR VALUES FROM ('${day}T00:00:00Z') TO ('${isoDay(time + DAY_MS)}T00:00:00Z')`,
      );
    });
  }

  private async exists(table: string): Promise<boolean> {
    const [row]: { found: string | null }[] = await this.database.query('SELECT to_regclass($1) AS found', [
      table,
    ]);
    return row?.found != null;
  }
}

/** Whether PostgreSQL refuses the data itself, so that trying again cannot help. */
function isDataError(error: unknown): boolean {
  return /^(22|23)/.test(sqlState(error));
}

function sqlState(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
