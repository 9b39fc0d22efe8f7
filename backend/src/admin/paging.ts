import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { AdminError } from './admin-error';
import type { PageQuery } from './page-query';

/** A column that a list may be ordered by. `sql` must never be null. */
export interface SortColumn {
  readonly sql: string;
  readonly kind: 'text' | 'integer' | 'time';
}

/** Where the page before ended: the value of the sort column and the id of its last entry. */
interface Position {
  readonly value: string;
  readonly id: string;
}

/** A request for one page in a fixed order. */
export interface PageRequest {
  readonly limit: number;
  readonly sort: string;
  readonly column: SortColumn;
  readonly isDescending: boolean;
  readonly after: Position | undefined;
}

/** `bigint` for tables that may hold more rows than an integer counts. */
type IdKind = 'integer' | 'bigint' | 'uuid';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Reads limit, sort and cursor. `sort` is a key of `columns`, with a minus in front for the other direction. */
export function readPage(
  query: PageQuery & { readonly sort?: string },
  columns: Readonly<Record<string, SortColumn>>,
  fallback: string,
  idKind: IdKind = 'integer',
): PageRequest {
  const sort = query.sort ?? fallback;
  const isDescending = sort.startsWith('-');
  const column = columns[isDescending ? sort.slice(1) : sort];
  if (!column) throw new Error(`no column to sort by ${sort}`);
  const after = query.cursor ? decodeCursor(query.cursor, sort, column, idKind) : undefined;
  return { limit: query.limit ?? FIELD_RANGES.pageLimit.default, sort, column, isDescending, after };
}

/** SQL of the condition that lets only entries after the cursor through, with its two parameters by name. */
function afterCursor(page: PageRequest, id: string): string {
  return `(${page.column.sql}, ${id}) ${page.isDescending ? '<' : '>'} (${cast(page.column)}, :afterId)`;
}

/** SQL of the sort column as text, exact enough to go into a cursor. */
function positionOf({ sql, kind }: SortColumn): string {
  // Microseconds: a JavaScript date would drop digits and lose or repeat entries of the same millisecond.
  return kind === 'time' ? `(extract(epoch FROM ${sql}) * 1000000)::bigint::text` : `(${sql})::text`;
}

function cast({ kind }: SortColumn): string {
  if (kind === 'time') return `(timestamptz 'epoch' + :afterValue::bigint * interval '1 microsecond')`;
  return kind === 'integer' ? ':afterValue::integer' : ':afterValue::text';
}

/** Cuts the one entry too many off the rows and makes the cursor from the last that stays. */
export function toPage<Row, T>(
  rows: readonly Row[],
  page: PageRequest,
  view: (row: Row) => T,
  position: (row: Row) => Position,
): Page<T> {
  const kept = rows.slice(0, page.limit);
  const last = kept.at(-1);
  const hasMore = rows.length > page.limit && last !== undefined;
  return {
    items: kept.map(view),
    nextCursor: hasMore ? encodeCursor(page.sort, position(last)) : null,
  };
}

/** Runs a query for one page; the rows carry the entity and the further columns that were selected. */
export async function selectPage<E extends ObjectLiteral & { id: number | string }>(
  builder: SelectQueryBuilder<E>,
  page: PageRequest,
): Promise<readonly PageRow<E>[]> {
  const id = `${builder.alias}.id`;
  const direction = page.isDescending ? 'DESC' : 'ASC';
  builder
    .addSelect(positionOf(page.column), 'position')
    .orderBy(page.column.sql, direction)
    .addOrderBy(id, direction)
    .limit(page.limit + 1);
  if (page.after) {
    builder.andWhere(afterCursor(page, id), { afterValue: page.after.value, afterId: page.after.id });
  }
  return selectRows(builder);
}

export interface PageRow<E> {
  readonly entity: E;
  /** Further columns by their alias. */
  readonly extra: Readonly<Record<string, unknown>>;
}

export async function selectRows<E extends ObjectLiteral>(
  builder: SelectQueryBuilder<E>,
): Promise<readonly PageRow<E>[]> {
  const { entities, raw } = await builder.getRawAndEntities<Record<string, unknown>>();
  return entities.map((entity, index) => ({ entity, extra: raw[index] ?? {} }));
}

export function rowPosition(row: PageRow<{ id: number | string }>): Position {
  return { value: String(row.extra['position']), id: String(row.entity.id) };
}

function encodeCursor(sort: string, { value, id }: Position): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString('base64url');
}

const FORMS = {
  integer: /^-?\d{1,9}$/,
  bigint: /^\d{1,18}$/,
  time: /^-?\d{1,16}$/,
  text: /^[^\0]{0,1000}$/s,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

function decodeCursor(cursor: string, sort: string, column: SortColumn, idKind: IdKind): Position {
  const parts = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [cursorSort, value, id] = Array.isArray(parts) && parts.length === 3 ? parts : [];
  const isUsable =
    cursorSort === sort &&
    typeof value === 'string' &&
    typeof id === 'string' &&
    FORMS[column.kind].test(value) &&
    FORMS[idKind].test(id);
  if (!isUsable) {
    throw new AdminError('invalid_cursor', 'The cursor is not one that this list handed out for this order.');
  }
  return { value, id };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SyntaxError: not a cursor of ours.
    return undefined;
  }
}
