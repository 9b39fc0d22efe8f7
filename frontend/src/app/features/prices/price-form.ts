import { perToken } from '@cch/domain/pricing/rate-units';
import {
  TOKEN_RATES,
  type LongContextRates,
  type PriceSheet,
  type Rates,
  type TokenRate,
} from '@cch/domain/pricing/price-sheet';
import type { PriceDraft } from './prices-api';
import { MOST, readRate } from './rate-text';
import { COST_FIELDS } from './sheet-of-price';

/** USD per million tokens, as typed; empty for what follows from others. */
type RatesForm = Readonly<Record<TokenRate, string>>;

export interface TierForm extends RatesForm {
  readonly above: number | null;
}

export interface PriorityForm extends RatesForm {
  readonly isOn: boolean;
  /** Off: long inputs cost what they cost in the ordinary tier. */
  readonly hasOwnTiers: boolean;
  readonly longContext: readonly TierForm[];
}

/** The editor's fields. Prices are per million tokens here and per token in the API. */
export interface PriceForm extends RatesForm {
  readonly model: string;
  /** USD. */
  readonly perRequest: string;
  readonly longContext: readonly TierForm[];
  readonly priority: PriorityForm;
}

const NO_RATES: RatesForm = {
  input: '',
  output: '',
  cacheWrite5m: '',
  cacheWrite1h: '',
  cacheRead: '',
  imageInput: '',
  imageOutput: '',
};

export const EMPTY_TIER: TierForm = { ...NO_RATES, above: null };

/** An empty sheet makes an empty form. */
export function toForm(model: string, sheet: PriceSheet): PriceForm {
  const { longContext = [], perRequest = '', priority } = sheet;
  return {
    ...textsOf(sheet),
    model,
    perRequest,
    longContext: longContext.map(tierForm),
    priority: {
      ...textsOf(priority ?? {}),
      isOn: priority !== undefined,
      hasOwnTiers: priority?.longContext !== undefined,
      longContext: (priority?.longContext ?? []).map(tierForm),
    },
  };
}

/** What the form says, as far as it can be read. */
export function sheetOfForm(form: PriceForm): PriceSheet {
  const perRequest = readRate(form.perRequest, MOST.perRequest);
  const longContext = tiersOf(form.longContext);
  const priority = priorityOf(form.priority);
  return {
    ...ratesOf(form),
    ...(perRequest === undefined ? {} : { perRequest }),
    ...(longContext.length > 0 ? { longContext } : {}),
    ...(priority ? { priority } : {}),
  };
}

/** What is typed, without what is not. */
export function ratesOf(form: RatesForm): Rates {
  const rates = TOKEN_RATES.flatMap((kind) => {
    const text = readRate(form[kind], MOST.perMillion);
    return text === undefined ? [] : [[kind, text] as const];
  });
  return Object.fromEntries(rates);
}

/** What the form says, as the API takes it. What is left out is derived. */
export function toDraft(form: PriceForm): PriceDraft {
  const { perRequest = null, longContext = [], priority, ...rates } = sheetOfForm(form);
  return {
    model: form.model.trim(),
    ...costsOf(rates),
    costPerRequest: perRequest,
    longContext: longContext.map(tierDraft),
    priority: priority
      ? { ...costsOf(priority), longContext: priority.longContext?.map(tierDraft) ?? null }
      : null,
  };
}

function textsOf(rates: Rates): RatesForm {
  const said = TOKEN_RATES.flatMap((kind) =>
    rates[kind] === undefined ? [] : [[kind, rates[kind]] as const],
  );
  return { ...NO_RATES, ...Object.fromEntries(said) };
}

function tierForm({ above, ...rates }: LongContextRates): TierForm {
  return { ...textsOf(rates), above };
}

function tiersOf(tiers: readonly TierForm[]): readonly LongContextRates[] {
  return tiers.flatMap((tier) => (tier.above === null ? [] : [{ above: tier.above, ...ratesOf(tier) }]));
}

/** A priority tier that says nothing costs the same as the ordinary one, as none does. */
function priorityOf(form: PriorityForm): PriceSheet['priority'] {
  const rates = ratesOf(form);
  if (!form.isOn || (Object.keys(rates).length === 0 && !form.hasOwnTiers)) return undefined;
  return { ...rates, ...(form.hasOwnTiers ? { longContext: tiersOf(form.longContext) } : {}) };
}

function costsOf(rates: Rates): Partial<Record<(typeof COST_FIELDS)[TokenRate], string>> {
  const costs = TOKEN_RATES.flatMap((kind) => {
    const text = rates[kind];
    return text === undefined ? [] : [[COST_FIELDS[kind], perToken(text) ?? text] as const];
  });
  return Object.fromEntries(costs);
}

function tierDraft({ above, ...rates }: LongContextRates) {
  return { aboveTokens: above, ...costsOf(rates) };
}
