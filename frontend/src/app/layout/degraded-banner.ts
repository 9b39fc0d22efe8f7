import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { Health } from '../core/health';

@Component({
  selector: 'cch-degraded-banner',
  imports: [TranslocoDirective, NzIconDirective],
  template: `
    @if (health.isDegraded()) {
      <div class="banner" role="status" *transloco="let t">
        <nz-icon nzType="warning" />
        <span>{{ t('shell.degraded', { what: health.failing().join(', ') }) }}</span>
      </div>
    }
  `,
  styles: `
    .banner {
      display: flex;
      gap: 8px;
      align-items: center;
      padding: 7px 20px;
      color: var(--warn);
      background: var(--warn-soft);
      border-bottom: 1px solid var(--line);
    }
  `,
})
export class DegradedBanner {
  protected readonly health = inject(Health);
}
