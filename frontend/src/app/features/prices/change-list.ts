import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { CountPipe } from '../../ui/count.pipe';
import type { RateChange } from './price-differences';
import { formatRate } from './rate-text';

/** Which prices differ, from what to what. */
@Component({
  selector: 'cch-change-list',
  imports: [TranslocoDirective, CountPipe],
  template: `
    <ng-container *transloco="let t">
      @for (change of changes(); track change) {
        <span class="change">
          <span class="secondary">
            @if (change.isPriority) {
              {{ t('priceChange.priority') }}
            }
            @if (change.above) {
              {{ t('priceChange.above', { tokens: change.above | count }) }}
            }
            {{ t('rate.' + change.rate) }}
          </span>
          @if (change.before !== null) {
            <del>{{ format(change.before) }}</del>
            <span class="secondary" aria-hidden="true">→</span>
          }
          <ins>{{ change.after === null ? t('priceChange.derived') : format(change.after) }}</ins>
        </span>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 18px;
    }

    .change {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 0 5px;
    }

    del,
    ins {
      white-space: nowrap;
    }

    del {
      color: var(--text-3);
    }

    ins {
      text-decoration: none;
    }
  `,
})
export class ChangeList {
  readonly changes = input.required<readonly RateChange[]>();

  protected readonly format = formatRate;
}
