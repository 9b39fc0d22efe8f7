import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { formatDecimal, parseDecimal } from '@cch/domain/money/decimal';
import { RATE_DECIMALS } from '@cch/domain/pricing/price-sheet';
import { type Check, fault, NO_FAULT } from '../admin/fields/check';
import { field, trim } from '../admin/fields/fields';

interface CostOptions {
  readonly description: string;
  readonly example?: string;
}

const LONGEST_TEXT = 40;

/** USD for one token; null for a price that follows from others. */
export function TokenCostField(options: CostOptions) {
  return costField(options, FIELD_RANGES.costPerToken.max, RATE_DECIMALS + 6);
}

/** USD for one request. */
export function RequestCostField(options: CostOptions) {
  return costField(options, FIELD_RANGES.costPerRequest.max, RATE_DECIMALS);
}

function costField(options: CostOptions, max: number, decimals: number) {
  const schema = {
    oneOf: [
      { type: 'string', pattern: `^\\d+(\\.\\d{1,${decimals}})?$` },
      { type: 'number', minimum: 0, maximum: max },
    ],
    default: null,
  };
  return field({ ...options, presence: 'nullable' }, schema, costCheck(max, decimals), (value) =>
    plainDecimal(value, decimals),
  );
}

// JSON writes small numbers with an exponent, as LiteLLM's table does: 3e-06 is what it says.
function plainDecimal(value: unknown, decimals: number): unknown {
  const text = typeof value === 'number' ? String(value) : trim(value);
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) return text;
  const units = parseDecimal(text, decimals);
  const plain = units === undefined ? text : formatDecimal(units, decimals);
  return plain.length > LONGEST_TEXT ? text : plain;
}

function costCheck(max: number, decimals: number): Check {
  const most = BigInt(max) * 10n ** BigInt(decimals);
  return (value) => {
    if (typeof value !== 'string') return fault('wrong_type', 'must be a decimal number');
    const units = value.length > LONGEST_TEXT ? undefined : parseDecimal(value, decimals);
    if (units === undefined) {
      return fault(
        'bad_format',
        `must be a decimal number with at most ${decimals} decimals, such as "0.000003"`,
      );
    }
    return units >= 0n && units <= most ? NO_FAULT : fault('out_of_range', `must be from 0 to ${max}`);
  };
}
