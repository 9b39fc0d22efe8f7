import { Component, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import type { TokenRate } from '@cch/domain/pricing/price-sheet';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { Field } from '../../ui/field';

/** Fields for prices per million tokens; what the hub takes for an empty one shows in it. */
@Component({
  selector: 'cch-rate-inputs',
  imports: [FormField, TranslocoDirective, NzInputDirective, Field],
  template: `
    <div class="row" *transloco="let t">
      @for (rate of rates(); track rate) {
        <cch-field
          [for]="prefix() + rate"
          [label]="t('rate.' + rate)"
          [field]="fields()[rate]"
          [help]="isExplained() ? t('rateHelp.' + rate) + ' ' + t('rateRule.' + rate) : ''"
        >
          <input
            nz-input
            class="short"
            inputmode="decimal"
            autocomplete="off"
            [id]="prefix() + rate"
            [placeholder]="placeholders().get(rate) ?? ''"
            [formField]="fields()[rate]"
          />
        </cch-field>
      }
    </div>
  `,
  styleUrl: '../../ui/editor-page.css',
})
export class RateInputs {
  readonly rates = input.required<readonly TokenRate[]>();
  readonly fields = input.required<Readonly<Record<TokenRate, FieldTree<string>>>>();
  readonly placeholders = input.required<ReadonlyMap<TokenRate, string>>();
  /** Begins the ids of the inputs. */
  readonly prefix = input('');
  readonly isExplained = input(false);
}
