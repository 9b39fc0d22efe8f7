import { Component, computed, input } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';
import { TOKEN_RATES } from '@cch/domain/pricing/price-sheet';
import { TranslocoDirective } from '@jsverse/transloco';
import { FormSection } from '../../../ui/form-section';
import { Toggle } from '../../../ui/toggle';
import { placeholders } from '../derived-rates';
import { ratesOf, type PriceForm } from '../price-form';
import { PriceTiers } from '../price-tiers';
import { RateInputs } from '../rate-inputs';

/** When other prices than the ordinary ones count. */
@Component({
  selector: 'cch-tiers-section',
  imports: [TranslocoDirective, FormSection, PriceTiers, RateInputs, Toggle],
  templateUrl: './tiers-section.html',
  styleUrl: '../../../ui/editor-page.css',
})
export class TiersSection {
  readonly editor = input.required<FieldTree<PriceForm>>();

  protected readonly rates = TOKEN_RATES;
  private readonly ordinary = computed(() => ratesOf(this.editor()().value()));
  private readonly priority = computed(() => ratesOf(this.editor().priority().value()));
  protected readonly beneath = computed(() => [this.ordinary()]);
  protected readonly beneathPriority = computed(() => [this.priority(), this.ordinary()]);
  protected readonly priorityPlaceholders = computed(() => placeholders(this.beneathPriority()));
}
