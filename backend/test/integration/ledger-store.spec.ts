import 'reflect-metadata';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/platform/database/migrations';
import { LedgerStore } from '../../src/usage/ledger-store';
import { ledgerRow } from '../support/ledger-rows';
import { createTestDatabase, type TestDatabase } from '../support/services';

let database: TestDatabase;
let source: DataSource;
let store: LedgerStore;

beforeAll(async () => {
  database = await createTestDatabase();
  source = new DataSource({ type: 'postgres', url: database.dsn, migrations: MIGRATIONS });
  await source.initialize();
  await source.runMigrations();
  store = new LedgerStore(source);
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

const insert = (...rows: unknown[]) => store.insert(JSON.stringify(rows));

async function read(id: string): Promise<Record<string, unknown>[]> {
  return source.query('SELECT * FROM message_request WHERE id = $1', [id]);
}

describe('LedgerStore', () => {
  it('writes every column of a row', async () => {
    const row = ledgerRow({
      provider_id: 7,
      requested_model: 'a',
      model: 'b',
      input_tokens: 1,
      cache_creation_1h_tokens: 2,
      cost_usd: '0.000000000000001',
      hub_ms: 0.5,
      provider_chain: [{ kind: 'skipped', providerId: 7, reason: 'group' }],
    });
    await insert(row);
    expect(await read(row.id)).toMatchObject([{ ...row, created_at: new Date(row.created_at) }]);
  });

  it('takes a batch again without doubling a row', async () => {
    const [first, second] = [ledgerRow(), ledgerRow()];
    await insert(first, second);
    await insert(second, ledgerRow(), first);
    expect(await read(first.id)).toHaveLength(1);
    expect(await read(second.id)).toHaveLength(1);
  });

  it.each(['lost first', 'settled first', 'both in one batch'])(
    'lets a settled row win over a lost one: %s',
    async (order) => {
      const settled = ledgerRow({ output_tokens: 5 });
      const lost = ledgerRow({
        id: settled.id,
        created_at: settled.created_at,
        outcome: 'lost',
        status_code: undefined,
      });
      if (order === 'lost first') await insert(lost).then(() => insert(settled));
      if (order === 'settled first') await insert(settled).then(() => insert(lost));
      if (order === 'both in one batch') await insert(lost, settled);
      expect(await read(settled.id)).toMatchObject([
        { outcome: 'answered', output_tokens: 5, status_code: 200 },
      ]);
    },
  );

  it('makes the partition of a day that has none', async () => {
    const days = ['2026-01-01T00:00:00.000Z', '2026-01-01T23:59:59.999Z', '2026-01-03T12:00:00.000Z'];
    const rows = days.map((created_at) => ledgerRow({ created_at }));
    await insert(...rows);
    const partitions: { name: string }[] = await source.query(
      `SELECT tableoid::regclass::text AS name FROM message_request WHERE created_at < '2026-02-01' ORDER BY created_at`,
    );
    expect(partitions.map(({ name }) => name)).toEqual([
      'message_request_20260101',
      'message_request_20260101',
      'message_request_20260103',
    ]);
  });

  it('makes the partitions of the coming days, as often as asked and from several sides at once', async () => {
    const now = Date.UTC(2027, 0, 31, 23);
    await Promise.all([store.ensurePartitions(now, 2), store.ensurePartitions(now, 2)]);
    await store.ensurePartitions(now, 2);
    const made: { count: string }[] = await source.query(
      `SELECT count(*) FROM pg_class WHERE relname IN ('message_request_20270131', 'message_request_20270201', 'message_request_20270202')`,
    );
    expect(made[0]?.count).toBe('3');
  });

  it.each([
    ['a negative token count', { input_tokens: -1 }],
    ['text with NUL', { error_message: 'a\0b' }],
    ['a number out of range', { status_code: 99_999 }],
  ])('hands back a row that PostgreSQL refuses and writes the others: %s', async (_name, part) => {
    const [before, bad, after] = [ledgerRow(), ledgerRow(part), ledgerRow()];
    const refused: string[] = [];
    await store.insertAcceptable(JSON.stringify([before, bad, after]), async (row) => void refused.push(row));
    expect(refused.map((row) => JSON.parse(row))).toEqual([bad]);
    expect(await read(before.id)).toHaveLength(1);
    expect(await read(after.id)).toHaveLength(1);
  });

  it('does not take a missing server for bad rows', async () => {
    const unconnected = new LedgerStore(
      new DataSource({ type: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none' }),
    );
    const refused: string[] = [];
    const insertion = unconnected.insertAcceptable(
      JSON.stringify([ledgerRow()]),
      async (row) => void refused.push(row),
    );
    await expect(insertion).rejects.toThrow();
    expect(refused).toEqual([]);
  });
});
