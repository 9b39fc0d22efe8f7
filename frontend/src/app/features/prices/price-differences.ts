import { TOKEN_RATES, type PriceSheet, type Rates, type TokenRate } from '@cch/domain/pricing/price-sheet';
import { perMillion } from '@cch/domain/pricing/rate-units';
import type { FieldChange } from './prices-api';
import { COST_FIELDS } from './sheet-of-price';

/** One price of a model that has changed. */
export interface RateChange {
  readonly rate: TokenRate | 'perRequest';
  readonly isPriority: boolean;
  /** Threshold of the tier for long inputs; absent for the ordinary prices. */
  readonly above?: number;
  /** USD per million tokens, or per request; null where it is not said. */
  readonly before: string | null;
  readonly after: string | null;
}

type Place = Pick<RateChange, 'rate' | 'isPriority' | 'above'>;

/** What is different in `after`. Without `before` everything is. */
export function differences(before: PriceSheet | undefined, after: PriceSheet): readonly RateChange[] {
  const [old, now] = [new Map(before ? entriesOf(before) : []), new Map(entriesOf(after))];
  return [...new Map([...now, ...old])].flatMap(([name, { place }]) => {
    const change = { ...place, before: old.get(name)?.value ?? null, after: now.get(name)?.value ?? null };
    return change.before === change.after ? [] : [change];
  });
}

/** Reads the fields of a preview, such as `priority.longContext[200000].inputCostPerToken`. */
export function readChanges(fields: readonly FieldChange[]): readonly RateChange[] {
  return fields.flatMap(({ field, before, after }) => {
    const place = readPlace(field);
    if (!place) return [];
    const read = (usd: string | null) =>
      usd === null || place.rate === 'perRequest' ? usd : (perMillion(usd) ?? usd);
    return [{ ...place, before: read(before), after: read(after) }];
  });
}

const FIELD = /^(priority\.)?(?:longContext\[(\d+)\]\.)?(\w+)$/;
const RATES = new Map<string, RateChange['rate']>([
  ...TOKEN_RATES.map((rate) => [COST_FIELDS[rate], rate] as const),
  ['costPerRequest', 'perRequest'],
]);

function readPlace(field: string): Place | undefined {
  const [, priority, above, name = ''] = FIELD.exec(field) ?? [];
  const rate = RATES.get(name);
  return rate && { rate, isPriority: priority !== undefined, ...(above ? { above: Number(above) } : {}) };
}

interface Said {
  readonly place: Place;
  readonly value: string;
}

/** Everything that a sheet says, by a name for its place. */
function entriesOf(sheet: PriceSheet): [string, Said][] {
  const { perRequest, longContext = [], priority } = sheet;
  const tiers = longContext.flatMap((tier) => ratesAt(tier, { isPriority: false, above: tier.above }));
  const priorityTiers = (priority?.longContext ?? []).flatMap((tier) =>
    ratesAt(tier, { isPriority: true, above: tier.above }),
  );
  return [
    ...ratesAt(sheet, { isPriority: false }),
    ...(perRequest === undefined ? [] : [named({ rate: 'perRequest', isPriority: false }, perRequest)]),
    ...tiers,
    ...(priority ? ratesAt(priority, { isPriority: true }) : []),
    ...priorityTiers,
  ];
}

function ratesAt(rates: Rates, place: Omit<Place, 'rate'>): [string, Said][] {
  return TOKEN_RATES.flatMap((rate) => {
    const value = rates[rate];
    return value === undefined ? [] : [named({ ...place, rate }, value)];
  });
}

function named(place: Place, value: string): [string, Said] {
  return [`${place.isPriority}/${place.above ?? ''}/${place.rate}`, { place, value }];
}
