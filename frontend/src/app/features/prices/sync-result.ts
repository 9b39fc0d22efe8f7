import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { PriceSyncResult } from './prices-api';

/** What a table has changed. */
@Component({
  selector: 'cch-sync-result',
  imports: [RouterLink, TranslocoDirective],
  template: `
    <p *transloco="let t" role="status">
      {{ t('prices.sync.done', result()) }}
      <a routerLink="/prices">{{ t('prices.sync.toList') }}</a>
    </p>
  `,
  styles: `
    p {
      padding: 8px 12px;
      background: var(--good-soft);
      border-radius: var(--radius);
    }
  `,
})
export class SyncResult {
  readonly result = input.required<PriceSyncResult>();
}
