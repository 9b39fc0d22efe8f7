import { Component, computed, input } from '@angular/core';
import type { PriceSheet } from '@cch/domain/pricing/price-sheet';
import { TranslocoDirective } from '@jsverse/transloco';
import { formatCount } from '../../ui/count.pipe';
import { FormSection } from '../../ui/form-section';
import { partsOf, workedExamples } from './worked-examples';

/** What a few imagined requests cost by the prices above. */
@Component({
  selector: 'cch-price-examples',
  imports: [TranslocoDirective, FormSection],
  template: `
    <cch-form-section
      *transloco="let t"
      [title]="t('prices.section.example')"
      [text]="t('prices.section.exampleText')"
    >
      <div role="status">
        @for (example of examples(); track example.kind) {
          <p>
            {{ t('priceExample.' + example.kind, example) }}
            <strong>{{ t('priceExample.usd', { usd: example.total }) }}</strong>
            <span class="secondary small">
              @for (part of example.parts; track part.part) {
                {{ $first ? '' : '+' }} {{ t('rate.' + part.part) }} {{ part.usd }}
              }
              @if (example.above) {
                · {{ t('priceExample.above', example) }}
              }
            </span>
          </p>
        } @empty {
          <p class="secondary">{{ t('priceExample.none') }}</p>
        }
      </div>
    </cch-form-section>
  `,
  styles: `
    p + p {
      margin-top: 10px;
    }

    span {
      display: block;
    }
  `,
})
export class PriceExamples {
  /** Undefined while the prices make no sense. */
  readonly sheet = input.required<PriceSheet | undefined>();

  protected readonly examples = computed(() => {
    const sheet = this.sheet();
    return sheet === undefined
      ? []
      : workedExamples(sheet).map(({ kind, cost, ...tokens }) => ({
          kind,
          input: formatCount(tokens.inputTokens),
          output: formatCount(tokens.outputTokens),
          cached: formatCount(tokens.cacheReadTokens),
          total: cost.total,
          parts: partsOf(cost),
          above: cost.longContextAbove === undefined ? '' : formatCount(cost.longContextAbove),
        }));
  });
}
