import { parseDecimal, formatDecimal } from '@cch/domain/money/decimal';
import {
  type LongContextRates,
  type PriceSheet,
  RATE_DECIMALS,
  type Rates,
  TOKEN_RATES,
  type TokenRate,
} from '@cch/domain/pricing/price-sheet';
import { perMillion, perToken } from '@cch/domain/pricing/rate-units';

/** The API's names of prices per token. */
export const COST_FIELDS = {
  input: 'inputCostPerToken',
  output: 'outputCostPerToken',
  cacheWrite5m: 'cacheCreationCostPerToken',
  cacheWrite1h: 'cacheCreation1hCostPerToken',
  cacheRead: 'cacheReadCostPerToken',
  imageInput: 'inputCostPerImageToken',
  imageOutput: 'outputCostPerImageToken',
} as const satisfies Record<TokenRate, string>;

type CostField = (typeof COST_FIELDS)[TokenRate];

/** USD per token as decimal text; null for a price that follows from others. */
export type Costs = Readonly<Record<CostField, string | null>>;

export interface LongContextCosts extends Costs {
  readonly aboveTokens: number;
}

/** A price sheet in the words of the API. */
export interface PriceFields extends Costs {
  readonly costPerRequest: string | null;
  readonly longContext: readonly LongContextCosts[];
  readonly priority: (Costs & { readonly longContext: readonly LongContextCosts[] | null }) | null;
}

type CostsDraft = { readonly [Field in CostField]?: string | null };

interface TierDraft extends CostsDraft {
  readonly aboveTokens: number;
}

/** Price fields as they are sent: what is not said is missing or null. */
export interface PriceFieldsDraft extends CostsDraft {
  readonly costPerRequest?: string | null;
  readonly longContext?: readonly TierDraft[] | null;
  readonly priority?: (CostsDraft & { readonly longContext?: readonly TierDraft[] | null }) | null;
}

export function fieldsOf(sheet: PriceSheet): PriceFields {
  const { perRequest, longContext, priority } = sheet;
  return {
    ...costsOf(sheet),
    costPerRequest: perRequest === undefined ? null : normalized(perRequest),
    longContext: longContext?.map(tierOf) ?? [],
    priority: priority
      ? { ...costsOf(priority), longContext: priority.longContext?.map(tierOf) ?? null }
      : null,
  };
}

function tierOf(rates: LongContextRates): LongContextCosts {
  return { aboveTokens: rates.above, ...costsOf(rates) };
}

function costsOf(rates: Rates): Costs {
  const costs = TOKEN_RATES.map((kind) => {
    const text = rates[kind];
    return [COST_FIELDS[kind], text === undefined ? null : (perToken(text) ?? text)] as const;
  });
  return Object.fromEntries(costs) as Costs; // every kind has its entry
}

function normalized(text: string): string {
  const units = parseDecimal(text, RATE_DECIMALS);
  return units === undefined ? text : formatDecimal(units, RATE_DECIMALS);
}

/** @param draft checked, so that every text in it is a price */
export function sheetOf({ costPerRequest, longContext, priority, ...costs }: PriceFieldsDraft): PriceSheet {
  return {
    ...ratesOf(costs),
    ...(typeof costPerRequest === 'string' ? { perRequest: normalized(costPerRequest) } : {}),
    ...(longContext && longContext.length > 0 ? { longContext: ratesAbove(longContext) } : {}),
    ...(priority
      ? {
          priority: {
            ...ratesOf(priority),
            ...(priority.longContext ? { longContext: ratesAbove(priority.longContext) } : {}),
          },
        }
      : {}),
  };
}

function ratesAbove(tiers: readonly TierDraft[]): readonly LongContextRates[] {
  return tiers
    .toSorted((a, b) => a.aboveTokens - b.aboveTokens)
    .map((tier) => ({ above: tier.aboveTokens, ...ratesOf(tier) }));
}

function ratesOf(costs: CostsDraft): Rates {
  const rates = TOKEN_RATES.flatMap((kind) => {
    const text = costs[COST_FIELDS[kind]];
    return typeof text === 'string' ? [[kind, perMillion(text) ?? text] as const] : [];
  });
  return Object.fromEntries(rates);
}
