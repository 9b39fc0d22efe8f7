import type { WireFormat } from '@cch/contracts/wire-formats';
import { divideRounded, parseDecimal } from '@cch/domain/money/decimal';
import { COST_DECIMALS, PARTS } from '@cch/domain/pricing/cost';
import { USD_DECIMALS } from '@cch/domain/pricing/compile-price';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import { expect } from 'vitest';
import { fieldsOf } from '../../src/prices/price-fields';
import { type Got, requestIdOf } from './client';
import { dialectOf } from './fake-upstream-dialects';
import { answers } from './fake-upstream-scripts';
import type { HubOptions } from './hub';
import { Rig, unique } from './hub-rig';

/** What the ledger says of the cost of a request. Amounts are decimal texts without zeros at their end. */
export interface CostRow {
  readonly outcome: string;
  readonly status_code: number | null;
  readonly provider_id: number | null;
  readonly cost_usd: string | null;
  readonly cost_state: string;
  readonly price_id: number | null;
  readonly is_unpriced: boolean;
  readonly cost_breakdown: Breakdown | null;
}

interface Breakdown {
  readonly [part: string]: unknown;
  readonly failedAttempts?: readonly { readonly providerId: number; readonly total: string }[];
}

const COST_COLUMNS =
  'outcome, status_code, provider_id, trim_scale(cost_usd)::text AS cost_usd, cost_state, price_id, is_unpriced, cost_breakdown';

/** A hub with prices, and a look at what its requests cost. */
export class CostBench {
  private constructor(readonly rig: Rig) {}

  static async start(options: HubOptions = {}): Promise<CostBench> {
    return new CostBench(await Rig.start(options));
  }

  stop(): Promise<void> {
    return this.rig.stop();
  }

  /** A model of this price, in USD per million tokens. The hub knows it when the promise resolves. */
  async priced(sheet: PriceSheet): Promise<string> {
    const model = unique('priced');
    await this.rig.hub.admin('PUT', `/model-prices/${model}`, fieldsOf(sheet));
    return model;
  }

  async priceIdOf(model: string): Promise<number | undefined> {
    const [price] = await this.rig.ledger.query<{ id: number }>(
      'SELECT id FROM model_price WHERE model = $1 AND superseded_at IS NULL',
      [model],
    );
    return price?.id;
  }

  /** What the only row of an answered, failed or abandoned request says. */
  async costOf(got: Pick<Got, 'headers'>): Promise<CostRow> {
    await this.rig.rowOf(got);
    const [row] = await this.rig.ledger.query<CostRow>(
      `SELECT ${COST_COLUMNS} FROM message_request WHERE id = $1`,
      [requestIdOf(got)],
    );
    if (!row) throw new Error('the row has gone');
    return row;
  }

  /** What an answer costs that reports this usage, given as JSON text, in one document. */
  async costOfUsage(format: WireFormat, sheet: PriceSheet, usage: string, more = ''): Promise<CostRow> {
    const model = await this.priced(sheet);
    this.rig.upstream.script(model, answers(200, replyWith(format, usage, more)));
    const row = await this.costOf(await this.rig.ask(dialectOf(format), model));
    expect(row.price_id).toBe(await this.priceIdOf(model));
    return row;
  }
}

/**
 * An answer in one document that says something.
 *
 * @param usage JSON text
 * @param more further members, each with its comma behind
 */
export function replyWith(format: WireFormat, usage: string, more = ''): string {
  switch (format) {
    case 'anthropic':
      return `{${more}"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"yes"}],"usage":${usage}}`;
    case 'openai-chat':
      return `{${more}"id":"c","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"yes"}}],"usage":${usage}}`;
    case 'openai-responses':
      return `{${more}"id":"r","object":"response","status":"completed","output":[{"type":"message","content":[{"type":"output_text","text":"yes"}]}],"usage":${usage}}`;
    case 'gemini':
      return `{${more}"candidates":[{"content":{"parts":[{"text":"yes"}]},"finishReason":"STOP"}],"usageMetadata":${usage}}`;
  }
}

/** Expects that the parts of a cost add up, that the multipliers explain the rest, and that nothing is negative. */
export function expectSums({ cost_usd, cost_breakdown }: CostRow): void {
  const { failedAttempts = [], ...own } = cost_breakdown ?? {};
  const failed = failedAttempts.map(({ total }) => units(total, COST_DECIMALS));
  const total = 'total' in own ? totalOf(own) : 0n;
  const sum = failed.reduce((left, right) => left + right, total);
  expect(units(cost_usd, COST_DECIMALS)).toBe(sum);
  expect(failed.every((cost) => cost > 0n)).toBe(true);
}

function totalOf(own: Breakdown): bigint {
  const parts = PARTS.map((part) => units(own[part], USD_DECIMALS));
  expect(parts.every((part) => part >= 0n)).toBe(true);
  const base = parts.reduce((left, right) => left + right, 0n);
  expect(units(own['base'], USD_DECIMALS)).toBe(base);
  const factors = units(own['providerMultiplier'], 4) * units(own['groupMultiplier'], 4);
  const total = divideRounded(base * factors, 10n ** BigInt(USD_DECIMALS + 8 - COST_DECIMALS));
  expect(units(own['total'], COST_DECIMALS)).toBe(total);
  return total;
}

function units(text: unknown, decimals: number): bigint {
  const found = typeof text === 'string' ? parseDecimal(text, decimals) : undefined;
  if (found === undefined) throw new Error(`${String(text)} is no amount`);
  return found;
}
