import {
  applyEach,
  applyWhenValue,
  validate,
  type SchemaPath,
  type SchemaPathTree,
} from '@angular/forms/signals';
import { FIELD_RANGES, LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { isModelName } from '@cch/domain/pricing/model-name';
import { TOKEN_RATES, hasPrice, type TokenRate } from '@cch/domain/pricing/price-sheet';
import { numberRule, textRule } from '../../core/form-rules';
import { ratesOf, sheetOfForm, type PriceForm, type TierForm } from './price-form';
import { MOST, rateFault } from './rate-text';

type RatePaths = Readonly<Record<TokenRate, SchemaPath<string>>>;
type TierPath = SchemaPath<readonly TierForm[]>;

/** The checks of the API, as typed. */
export function priceRules(path: SchemaPathTree<PriceForm>): void {
  textRule(path.model, { min: 1, max: TEXT_LENGTHS.modelName });
  validate(path.model, ({ value }) => nameFault(value().trim()));
  rateRules(path);
  validate(path.perRequest, ({ value }) => rateFault(value(), MOST.perRequest));
  validate(path.input, ({ value, valueOf }) =>
    value().trim() === '' && !hasPrice(sheetOfForm(valueOf(path))) ? { kind: 'no_price' } : undefined,
  );
  tierRules(path.longContext);
  applyWhenValue(
    path.priority,
    ({ isOn }) => isOn,
    (priority) => {
      rateRules(priority);
      applyWhenValue(
        priority,
        ({ hasOwnTiers }) => hasOwnTiers,
        ({ longContext }) => tierRules(longContext),
      );
    },
  );
}

function rateRules(paths: RatePaths): void {
  for (const kind of TOKEN_RATES) {
    validate(paths[kind], ({ value }) => rateFault(value(), MOST.perMillion));
  }
}

function tierRules(path: TierPath): void {
  const max = LIST_LENGTHS.longContextTiers;
  validate(path, ({ value }) => (value().length > max ? { kind: 'too_many', max } : undefined));
  applyEach(path, (tier) => {
    rateRules(tier);
    numberRule(tier.above, FIELD_RANGES.longContextAbove, { isWhole: true });
    validate(tier.above, ({ value, valueOf }) =>
      value() !== null && valueOf(path).filter(({ above }) => above === value()).length > 1
        ? { kind: 'tier_twice' }
        : undefined,
    );
    validate(tier.input, ({ value, valueOf }) =>
      value().trim() === '' && isEmptyTier(valueOf(tier)) ? { kind: 'tier_empty' } : undefined,
    );
  });
}

function isEmptyTier(tier: TierForm): boolean {
  return Object.keys(ratesOf(tier)).length === 0;
}

function nameFault(name: string): { readonly kind: 'bad_characters' } | undefined {
  const isChecked = name === '' || name.length > TEXT_LENGTHS.modelName;
  return isChecked || isModelName(name) ? undefined : { kind: 'bad_characters' };
}
