import type { LongContextCostsView, ModelPriceView } from '@cch/api-client/models';
import {
  TOKEN_RATES,
  type LongContextRates,
  type PriceSheet,
  type Rates,
  type TokenRate,
} from '@cch/domain/pricing/price-sheet';
import { perMillion } from '@cch/domain/pricing/rate-units';

/** Prices per token as the API has them. */
type Costs = Omit<LongContextCostsView, 'aboveTokens'>;

/** The API's names of prices per token. */
export const COST_FIELDS = {
  input: 'inputCostPerToken',
  output: 'outputCostPerToken',
  cacheWrite5m: 'cacheCreationCostPerToken',
  cacheWrite1h: 'cacheCreation1hCostPerToken',
  cacheRead: 'cacheReadCostPerToken',
  imageInput: 'inputCostPerImageToken',
  imageOutput: 'outputCostPerImageToken',
} as const satisfies Record<TokenRate, keyof Costs>;

/** A price of the API, which is per token, as a sheet, which is per million tokens. No digit is lost or made up. */
export function sheetOf(price: ModelPriceView): PriceSheet {
  const { costPerRequest, longContext, priority } = price;
  return {
    ...ratesOf(price),
    ...(costPerRequest === null ? {} : { perRequest: costPerRequest }),
    ...(longContext.length > 0 ? { longContext: longContext.map(tierOf) } : {}),
    ...(priority
      ? {
          priority: {
            ...ratesOf(priority),
            ...(priority.longContext ? { longContext: priority.longContext.map(tierOf) } : {}),
          },
        }
      : {}),
  };
}

function tierOf(tier: LongContextCostsView): LongContextRates {
  return { above: tier.aboveTokens, ...ratesOf(tier) };
}

function ratesOf(costs: Costs): Rates {
  const rates = TOKEN_RATES.flatMap((kind) => {
    const text = costs[COST_FIELDS[kind]];
    return text === null ? [] : [[kind, perMillion(text) ?? text] as const];
  });
  return Object.fromEntries(rates);
}
