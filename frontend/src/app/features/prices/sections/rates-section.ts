import { Component, computed, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import type { TokenRate } from '@cch/domain/pricing/price-sheet';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { Field } from '../../../ui/field';
import { FormSection } from '../../../ui/form-section';
import { placeholders } from '../derived-rates';
import { ratesOf, type PriceForm } from '../price-form';
import { RateInputs } from '../rate-inputs';

const TEXT_RATES: readonly TokenRate[] = ['input', 'output', 'cacheWrite5m', 'cacheWrite1h', 'cacheRead'];
const IMAGE_RATES: readonly TokenRate[] = ['imageInput', 'imageOutput'];

/** What tokens and requests cost ordinarily. */
@Component({
  selector: 'cch-rates-section',
  imports: [FormField, TranslocoDirective, NzInputDirective, Field, FormSection, RateInputs],
  template: `
    <cch-form-section
      *transloco="let t"
      [title]="t('prices.section.tokens')"
      [text]="t('prices.section.tokensText')"
    >
      <cch-rate-inputs
        [rates]="textRates"
        [fields]="editor()"
        [placeholders]="derived()"
        [isExplained]="true"
      />
    </cch-form-section>
    <cch-form-section
      *transloco="let t"
      [title]="t('prices.section.images')"
      [text]="t('prices.section.imagesText')"
    >
      <cch-rate-inputs
        [rates]="imageRates"
        [fields]="editor()"
        [placeholders]="derived()"
        [isExplained]="true"
      />
    </cch-form-section>
    <cch-form-section
      *transloco="let t"
      [title]="t('prices.section.request')"
      [text]="t('prices.section.requestText')"
    >
      <cch-field
        for="perRequest"
        [label]="t('prices.perRequest')"
        [field]="editor().perRequest"
        [help]="t('rateHelp.perRequest')"
        [isOptional]="true"
      >
        <input
          id="perRequest"
          nz-input
          class="short"
          inputmode="decimal"
          autocomplete="off"
          placeholder="0"
          [formField]="editor().perRequest"
        />
      </cch-field>
    </cch-form-section>
  `,
  styleUrl: '../../../ui/editor-page.css',
})
export class RatesSection {
  readonly editor = input.required<FieldTree<PriceForm>>();

  protected readonly textRates = TEXT_RATES;
  protected readonly imageRates = IMAGE_RATES;
  protected readonly derived = computed(() => placeholders([ratesOf(this.editor()().value())]));
}
