import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { isModelName } from '@cch/domain/pricing/model-name';
import { type Check, type Fault, fault, NO_FAULT } from '../admin/fields/check';
import { listCheck, objectCheck } from '../admin/fields/value-checks';
import { COST_FIELDS } from './price-fields';

/** A name that the price of a model may be kept under. */
export const modelNameCheck: Check = (value) => {
  if (typeof value !== 'string') return fault('wrong_type', 'must be a text');
  if (value === '') return fault('too_short', 'must not be empty');
  if (value.length > TEXT_LENGTHS.modelName) {
    return fault('too_long', `must have at most ${TEXT_LENGTHS.modelName} characters`);
  }
  return isModelName(value) ? NO_FAULT : fault('bad_characters', 'must be a name without control characters');
};

const objects = listCheck(objectCheck, LIST_LENGTHS.longContextTiers);

/** The tiers for long inputs: each with a threshold of its own and a price at least. Their fields check themselves. */
export const longContextCheck: Check = (value, object) => {
  const faults = objects(value, object);
  if (faults.length > 0 || !Array.isArray(value)) return faults;
  const tiers: readonly object[] = value;
  const seen = new Set<unknown>();
  return tiers.flatMap((tier, index) => {
    const above: unknown = Reflect.get(tier, 'aboveTokens');
    const found = seen.has(above) ? repeated(index) : isEmpty(tier) ? empty(index) : NO_FAULT;
    seen.add(above);
    return found;
  });
};

function isEmpty(tier: object): boolean {
  return Object.values(COST_FIELDS).every((name) => (Reflect.get(tier, name) ?? null) === null);
}

function repeated(index: number): readonly Fault[] {
  return [{ path: `[${index}].aboveTokens`, code: 'out_of_range', message: 'must differ from the others' }];
}

function empty(index: number): readonly Fault[] {
  return [
    {
      path: `[${index}].inputCostPerToken`,
      code: 'required',
      message: 'is required when no other price is set',
    },
  ];
}
