import { Component, computed, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { LIST_LENGTHS } from '@cch/contracts/field-ranges';
import { TOKEN_RATES, type Rates, type TokenRate } from '@cch/domain/pricing/price-sheet';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzInputNumberComponent } from 'ng-zorro-antd/input-number';
import { Field } from '../../ui/field';
import { placeholders } from './derived-rates';
import { EMPTY_TIER, ratesOf, type TierForm } from './price-form';
import { RateInputs } from './rate-inputs';

/** The prices of long inputs, by threshold. */
@Component({
  selector: 'cch-price-tiers',
  imports: [
    FormField,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
    NzInputNumberComponent,
    Field,
    RateInputs,
  ],
  template: `
    <ng-container *transloco="let t">
      @for (tier of tiers(); track tier) {
        <fieldset>
          <legend class="sr-only">{{ t('priceTier.number', { number: $index + 1 }) }}</legend>
          <div class="head">
            <cch-field
              [for]="prefix() + $index + 'above'"
              [label]="t('priceTier.above')"
              [field]="tier.above"
            >
              <nz-input-number
                [nzId]="prefix() + $index + 'above'"
                [nzPlaceHolder]="example"
                [formField]="tier.above"
              />
            </cch-field>
            <button
              nz-button
              nzType="text"
              type="button"
              [attr.aria-label]="t('priceTier.remove', { number: $index + 1 })"
              (click)="remove($index)"
            >
              <nz-icon nzType="close" />
            </button>
          </div>
          <cch-rate-inputs
            [prefix]="prefix() + $index"
            [rates]="rates"
            [fields]="tier"
            [placeholders]="derived()[$index] ?? none"
          />
        </fieldset>
      } @empty {
        <p class="secondary">{{ t('priceTier.none') }}</p>
      }
      <button
        nz-button
        nzType="dashed"
        nzSize="small"
        type="button"
        [disabled]="tiers().length >= most"
        (click)="add()"
      >
        <nz-icon nzType="plus" />{{ t('priceTier.add') }}
      </button>
    </ng-container>
  `,
  styles: `
    fieldset {
      min-width: 0;
      margin: 0 0 12px;
      padding: 12px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }

    .head {
      display: flex;
      align-items: flex-start;
      justify-content: space-between;
      margin-bottom: 14px;
    }

    p {
      margin-bottom: 8px;
    }
  `,
})
export class PriceTiers {
  readonly list = input.required<FieldTree<readonly TierForm[]>>();
  /** What a tier takes over where it says nothing: the first of these that says it. */
  readonly beneath = input.required<readonly Rates[]>();
  /** Begins the ids of the inputs. */
  readonly prefix = input.required<string>();

  protected readonly rates = TOKEN_RATES;
  protected readonly most = LIST_LENGTHS.longContextTiers;
  protected readonly example = '200000';
  protected readonly none: ReadonlyMap<TokenRate, string> = new Map();
  protected readonly tiers = computed(() => [...this.list()]);
  protected readonly derived = computed(() =>
    this.list()()
      .value()
      .map((tier) => placeholders([ratesOf(tier), ...this.beneath()])),
  );

  protected add(): void {
    this.list()().value.update((tiers) => [...tiers, { ...EMPTY_TIER }]);
  }

  protected remove(index: number): void {
    this.list()().value.update((tiers) => tiers.filter((_tier, at) => at !== index));
    this.list()().markAsTouched();
  }
}
