import type { PriceSource } from '@cch/contracts/price-sources';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import type { CurrentPrice } from './model-price.repository';
import { type Costs, fieldsOf, type LongContextCosts } from './price-fields';

/** One field that two prices of a model differ in. */
export interface FieldChange {
  /** Such as `inputCostPerToken` or `longContext[200000].inputCostPerToken`, the threshold in brackets. */
  readonly field: string;
  /** USD as decimal text; null where the price has none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What a table would do to the price of a model. */
export interface PriceChange {
  readonly model: string;
  /** Of the price that holds; null when there is none. */
  readonly source: PriceSource | null;
  readonly fields: readonly FieldChange[];
}

export interface PriceComparison {
  readonly added: readonly PriceChange[];
  readonly changed: readonly PriceChange[];
  readonly unchanged: number;
}

/** Compares a table with the prices that hold. What the table does not mention does not count. */
export function comparePrices(
  current: ReadonlyMap<string, CurrentPrice>,
  table: ReadonlyMap<string, PriceSheet>,
): PriceComparison {
  const added: PriceChange[] = [];
  const changed: PriceChange[] = [];
  for (const [model, sheet] of table) {
    const price = current.get(model);
    const change = { model, source: price?.source ?? null, fields: differences(price?.sheet, sheet) };
    if (price === undefined) added.push(change);
    else if (change.fields.length > 0) changed.push(change);
  }
  return { added, changed, unchanged: table.size - added.length - changed.length };
}

function differences(before: PriceSheet | undefined, after: PriceSheet): readonly FieldChange[] {
  const [old, now] = [before ? flatten(before) : new Map<string, string>(), flatten(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((field) => ({ field, before: old.get(field) ?? null, after: now.get(field) ?? null }))
    .filter((change) => change.before !== change.after);
}

function flatten(sheet: PriceSheet): Map<string, string> {
  const { longContext, priority, ...costs } = fieldsOf(sheet);
  const entries = [...entriesOf('', costs), ...tierEntries('longContext', longContext)];
  if (priority) {
    const { longContext: tiers, ...rates } = priority;
    entries.push(...entriesOf('priority.', rates), ...tierEntries('priority.longContext', tiers ?? []));
  }
  return new Map(entries);
}

function tierEntries(path: string, tiers: readonly LongContextCosts[]): [string, string][] {
  return tiers.flatMap(({ aboveTokens, ...costs }) => entriesOf(`${path}[${aboveTokens}].`, costs));
}

function entriesOf(prefix: string, costs: Partial<Costs>): [string, string][] {
  return Object.entries(costs).flatMap(([field, value]) =>
    typeof value === 'string' ? [[`${prefix}${field}`, value]] : [],
  );
}
