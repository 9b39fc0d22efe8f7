import { compilePrice } from '@cch/domain/pricing/compile-price';
import { PARTS, costOf, type CostBreakdown } from '@cch/domain/pricing/cost';
import { hasPrice, type PriceSheet } from '@cch/domain/pricing/price-sheet';

/** What an imagined request costs. */
export interface WorkedExample {
  /** `long` is one that the lowest tier for long inputs prices. */
  readonly kind: 'plain' | 'priority' | 'long';
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cacheReadTokens: number;
  readonly cost: CostBreakdown;
}

const TOKENS = { inputTokens: 10_000, outputTokens: 1_000, cacheReadTokens: 50_000 };

/** What requests cost by a price, told by the function that bills real ones. */
export function workedExamples(sheet: PriceSheet): readonly WorkedExample[] {
  if (!hasPrice(sheet)) return [];
  const price = compilePrice(sheet);
  const example = (kind: WorkedExample['kind'], tokens: typeof TOKENS): WorkedExample => ({
    ...tokens,
    kind,
    cost: costOf(price, tokens, {
      isPriority: kind === 'priority',
      providerMultiplier: '1',
      groupMultiplier: '1',
    }),
  });
  const lowest = price.standard.longContext.at(-1)?.above ?? 0;
  const isBeyond = lowest > TOKENS.inputTokens + TOKENS.cacheReadTokens;
  return [
    example('plain', TOKENS),
    ...(isBeyond ? [example('long', { ...TOKENS, inputTokens: lowest })] : []),
    ...(price.priority ? [example('priority', TOKENS)] : []),
  ];
}

/** The parts that a cost is the sum of, without those that are nothing. */
export function partsOf(cost: CostBreakdown): readonly { readonly part: string; readonly usd: string }[] {
  return PARTS.flatMap((part) => (cost[part] === '0' ? [] : [{ part, usd: cost[part] }]));
}
