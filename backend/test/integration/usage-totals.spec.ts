import 'reflect-metadata';
import { formatDecimal, parseDecimal } from '@cch/domain/money/decimal';
import { seededRandom } from '@cch/domain/selection/seeded-random';
import { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../src/platform/database/migrations';
import type { LedgerRow } from '../../src/usage/ledger-row';
import { LedgerStore } from '../../src/usage/ledger-store';
import { type UsageSubject, UsageTotals } from '../../src/usage/usage-totals';
import { ledgerRow } from '../support/ledger-rows';
import { SeededTraffic } from '../support/seeded-traffic';
import { createTestDatabase, type TestDatabase } from '../support/services';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const FIRST_DAY = Date.UTC(2026, 2, 1);
const USER: UsageSubject = { kind: 'user', id: 1 };
const COLUMNS = { user: 'user_id', key: 'key_id', provider: 'provider_id' } as const;

let database: TestDatabase;
let source: DataSource;
let store: LedgerStore;
let totals: UsageTotals;

beforeAll(async () => {
  database = await createTestDatabase();
  source = new DataSource({ type: 'postgres', url: database.dsn, migrations: MIGRATIONS });
  await source.initialize();
  await source.runMigrations();
  store = new LedgerStore(source);
  totals = new UsageTotals(source);
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

beforeEach(async () => {
  await source.query('TRUNCATE message_request, usage_hourly');
});

const insert = (...rows: readonly LedgerRow[]) => store.insert(JSON.stringify(rows));
const at = (minutes: number) => FIRST_DAY + minutes * MINUTE_MS;
/** A row of user 1, so many minutes after the beginning of the first day. */
const rowAt = (minutes: number, fields: Partial<LedgerRow> = {}) =>
  ledgerRow({ created_at: new Date(at(minutes)).toISOString(), ...fields });

/** The sum over the rows themselves. */
function spent(rows: readonly LedgerRow[], subject: UsageSubject, from: number, to: number): string {
  const counted = rows.filter((row) => {
    const time = Date.parse(row.created_at);
    return row[COLUMNS[subject.kind]] === subject.id && time >= from && time < to;
  });
  return formatDecimal(
    counted.reduce((sum, row) => sum + (parseDecimal(row.cost_usd ?? '0', 15) ?? 0n), 0n),
    15,
  );
}

describe('spentBetween', () => {
  const random = seededRandom(3);
  const traffic = new SeededTraffic(random);
  const rows = Array.from({ length: 500 }, () => traffic.settledRow(FIRST_DAY, 2));
  const anyTime = () => FIRST_DAY + Math.floor(random() * 2 * DAY_MS);
  const fullHour = () => Math.floor(anyTime() / HOUR_MS) * HOUR_MS;

  it.each<[string, () => number, (from: number) => number]>([
    ['within an hour', anyTime, (from) => from + Math.floor(random() * HOUR_MS)],
    ['over a few hours', anyTime, (from) => from + Math.floor(random() * 5 * HOUR_MS)],
    ['over days', anyTime, (from) => from + DAY_MS],
    ['from a full hour', fullHour, (from) => from + 90 * MINUTE_MS],
    ['of whole hours', fullHour, (from) => from + 7 * HOUR_MS],
    ['from the beginning', () => Number.NEGATIVE_INFINITY, anyTime],
  ])('is the sum to the last digit: %s', async (_what, begin, endOf) => {
    await insert(...rows);
    for (const kind of ['user', 'key', 'provider'] as const) {
      for (const id of [1, 2, 3]) {
        const from = begin();
        const to = endOf(from);
        const asked = from === Number.NEGATIVE_INFINITY ? undefined : from;
        expect(await totals.spentBetween({ kind, id }, asked, to)).toBe(spent(rows, { kind, id }, from, to));
      }
    }
  });

  it('is 0 without requests, and for a range that is empty', async () => {
    expect(await totals.spentBetween(USER, undefined, at(0))).toBe('0');
    await insert(rowAt(10, { cost_usd: '1' }));
    expect(await totals.spentBetween(USER, at(10), at(10))).toBe('0');
    expect(await totals.spentBetween({ kind: 'user', id: 2 }, undefined, at(100))).toBe('0');
  });

  it('keeps the whole hours of deleted ledger rows, and of a cut hour what the ledger still has', async () => {
    await insert(...[10, 70, 130, 190].map((minutes) => rowAt(minutes, { cost_usd: '1.25' })));
    await source.query('DELETE FROM message_request WHERE created_at < $1', [new Date(at(150))]);
    expect(await totals.spentBetween(USER, undefined, at(200))).toBe('5');
    expect(await totals.spentBetween(USER, at(0), at(200))).toBe('5');
    expect(await totals.spentBetween(USER, at(5), at(200))).toBe('3.75');
  });

  it('does not count what a lost request may have cost, in whole hours and in cut ones', async () => {
    await insert(...[30, 90, 150].map((minutes) => rowAt(minutes, { cost_usd: '1', outcome: 'lost' })));
    await insert(...[30, 90, 150].map((minutes) => rowAt(minutes, { cost_usd: '2' })));
    expect(await totals.spentBetween(USER, at(20), at(160))).toBe('6');
    expect((await totals.spentByMinute(USER, at(0))).map(({ costUsd }) => costUsd)).toEqual(['2', '2', '2']);
  });

  it('sees one state of the ledger for as long as its transaction lasts', async () => {
    await insert(rowAt(10, { cost_usd: '1' }));
    const inside = await source.transaction('REPEATABLE READ', async (transaction) => {
      const before = await totals.spentBetween(USER, undefined, at(200), transaction);
      await insert(rowAt(20, { cost_usd: '1' }), rowAt(190, { cost_usd: '1' }));
      return [before, await totals.spentBetween(USER, undefined, at(200), transaction)];
    });
    expect(inside).toEqual(['1', '1']);
    expect(await totals.spentBetween(USER, undefined, at(200))).toBe('3');
  });
});

describe('many at once', () => {
  it('spentInSpans says of each span what spentBetween says, in their order', async () => {
    const random = seededRandom(5);
    const traffic = new SeededTraffic(random);
    await insert(...Array.from({ length: 300 }, () => traffic.settledRow(FIRST_DAY, 2)));
    const spans = Array.from({ length: 40 }, (_, n) => {
      const from = FIRST_DAY + Math.floor(random() * DAY_MS);
      const to = from + Math.floor(random() * DAY_MS);
      return { id: 1 + (n % 4), from: n % 5 === 0 ? undefined : from, to };
    });
    for (const kind of ['user', 'key', 'provider'] as const) {
      const separate = await Promise.all(
        spans.map(({ id, from, to }) => totals.spentBetween({ kind, id }, from, to)),
      );
      expect(await totals.spentInSpans(kind, spans)).toEqual(separate);
    }
    expect(await totals.spentInSpans('user', [])).toEqual([]);
  });

  it('startsOfFixedWindows says of each subject what startOfFixedWindow says', async () => {
    const random = seededRandom(6);
    const uses = Array.from({ length: 200 }, (_, n) => rowAt(random() * 1000, { user_id: 1 + (n % 3) }));
    await insert(...uses, rowAt(700, { user_id: 4, outcome: 'refused' }));
    const subjects = [1, 2, 3, 4, 5].map((id) => ({ id, from: at(random() * 100) }));
    const found = await totals.startsOfFixedWindows('user', subjects, 45 * MINUTE_MS, at(900));
    for (const { id, from } of subjects) {
      const single = await totals.startOfFixedWindow({ kind: 'user', id }, 45 * MINUTE_MS, from, at(900));
      expect(found.get(id)).toBe(single);
    }
    expect(new Set(found.keys())).toEqual(new Set([1, 2, 3]));
  });
});

describe('spentByMinute', () => {
  it('adds up each minute from the given moment on', async () => {
    await insert(
      rowAt(9.5, { cost_usd: '100' }),
      rowAt(10, { cost_usd: '0.1' }),
      rowAt(10.999, { cost_usd: '0.2' }),
      rowAt(11, { cost_usd: '0' }),
      rowAt(12.5, { cost_usd: '0.000000000000001' }),
      rowAt(12.6),
      rowAt(13, { cost_usd: '7', user_id: 2 }),
    );
    const minute = FIRST_DAY / MINUTE_MS;
    expect(await totals.spentByMinute(USER, at(10))).toEqual([
      { minute: minute + 10, costUsd: '0.3' },
      { minute: minute + 12, costUsd: '0.000000000000001' },
    ]);
  });

  it('takes part in a transaction', async () => {
    const seen = await source.transaction('REPEATABLE READ', async (transaction) => {
      const before = await totals.spentByMinute(USER, at(0), transaction);
      await insert(rowAt(10, { cost_usd: '1' }));
      return [before, await totals.spentByMinute(USER, at(0), transaction)];
    });
    expect(seen).toEqual([[], []]);
  });
});

describe('startOfFixedWindow', () => {
  const LENGTH = 300;

  it.each<[string, readonly number[], number, number | undefined]>([
    ['nothing was asked', [], 1000, undefined],
    ['the first window is open', [10, 20], 300, 10],
    ['it has just begun', [10], 10, 10],
    ['its last moment', [10], 309, 10],
    ['it has ended, and nothing came', [10, 20], 310, undefined],
    ['the next begins in the moment the first ends', [10, 310], 311, 310],
    ['the next begins with the first use after the end', [10, 309, 500, 600], 799, 500],
    ['the third of a chain', [10, 200, 320, 600, 640, 900], 939, 640],
    ['only uses before the moment to count from', [-10, -5], 100, undefined],
    ['uses before the moment to count from are passed over', [-10, 50], 340, 50],
    ['uses later than now, as after a clock was set back', [10, 200, 320], 250, 10],
    ['over the day boundary', [1400, 1500, 1710], 1750, 1710],
  ])('%s', async (_what, uses, now, start) => {
    if (uses.length > 0) await insert(...uses.map((minutes) => rowAt(minutes)));
    const found = await totals.startOfFixedWindow(USER, LENGTH * MINUTE_MS, at(0), at(now));
    expect(found).toBe(start === undefined ? undefined : at(start));
  });

  it('does not take a refused request, or one of somebody else, for a use', async () => {
    await insert(
      rowAt(10, { outcome: 'refused' }),
      rowAt(15, { user_id: 2 }),
      rowAt(20, { outcome: 'lost' }),
      rowAt(30, { provider_id: 4, key_id: 6 }),
    );
    const startFor = (subject: UsageSubject) =>
      totals.startOfFixedWindow(subject, LENGTH * MINUTE_MS, at(0), at(40));
    expect(await startFor(USER)).toBe(at(20));
    expect(await startFor({ kind: 'key', id: 6 })).toBe(at(30));
    expect(await startFor({ kind: 'provider', id: 4 })).toBe(at(30));
  });

  it('agrees with a walk over all requests', async () => {
    const random = seededRandom(8);
    const uses = Array.from({ length: 400 }, () => Math.floor(random() * 4 * DAY_MS)).sort((a, b) => a - b);
    await insert(...uses.map((time) => rowAt(time / MINUTE_MS)));
    for (const length of [7, 45, 300]) {
      for (let round = 0; round < 15; round += 1) {
        const now = Math.floor(random() * 4 * DAY_MS);
        const expected = walk(uses, length * MINUTE_MS, now);
        const found = await totals.startOfFixedWindow(USER, length * MINUTE_MS, FIRST_DAY, FIRST_DAY + now);
        expect(found).toBe(expected === undefined ? undefined : FIRST_DAY + expected);
      }
    }
  });
});

function walk(uses: readonly number[], lengthMs: number, now: number): number | undefined {
  let start: number | undefined;
  for (const time of uses) {
    if (time > now) break;
    if (start === undefined || time >= start + lengthMs) start = time;
  }
  return start !== undefined && now < start + lengthMs ? start : undefined;
}
