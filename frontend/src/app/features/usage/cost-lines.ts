import { PARTS } from '@cch/domain/pricing/cost';
import type { LogEntry } from './usage-api';

type Part = (typeof PARTS)[number];

/** A part of a base cost: what was counted, and what it cost. */
export interface CostLine {
  readonly part: Part;
  /** Undefined for what is not counted in tokens. */
  readonly tokens: number | undefined;
  /** USD, exact. */
  readonly usd: string;
}

/** The parts that an answer's cost is made of; those that neither cost nor counted anything are left out. */
export function costLines(entry: LogEntry): readonly CostLine[] {
  const parts = entry.costBreakdown?.parts;
  if (!parts) return [];
  return PARTS.map((part) => ({ part, tokens: tokensOf(part, entry), usd: parts[part] })).filter(
    ({ tokens, usd }) => Number(usd) > 0 || (tokens ?? 0) > 0,
  );
}

function tokensOf(part: Part, entry: LogEntry): number | undefined {
  switch (part) {
    case 'input':
      return without(entry.inputTokens, entry.imageInputTokens);
    case 'output':
      return without(entry.outputTokens, entry.imageOutputTokens);
    case 'cacheWrite5m':
      return entry.cacheCreation5mTokens ?? undefined;
    case 'cacheWrite1h':
      return entry.cacheCreation1hTokens ?? undefined;
    case 'cacheRead':
      return entry.cacheReadTokens ?? undefined;
    case 'imageInput':
      return entry.imageInputTokens ?? undefined;
    case 'imageOutput':
      return entry.imageOutputTokens ?? undefined;
    case 'perRequest':
      return undefined;
  }
}

// Tokens of images are part of the input and output, and priced on their own.
function without(all: number | null, images: number | null): number | undefined {
  return all === null ? undefined : all - (images ?? 0);
}
