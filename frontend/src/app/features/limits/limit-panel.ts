import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output } from '@angular/core';
import type { LimitSubject } from '@cch/contracts/limit-kinds';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { every } from '../../core/every';
import { loadable } from '../../core/loadable';
import { ListFrame } from '../../ui/list-frame';
import { TimeAgo } from '../../ui/time-ago';
import { LimitBars } from './limit-bars';
import { LimitReset } from './limit-reset';
import { isUncounted } from './limit-share';
import { limitUsageUrl, type LimitUsage } from './limits-api';

const REFRESH_MS = 3000;

/** How one user, key or provider stands with its limits, live, and the way to let them begin anew. */
@Component({
  selector: 'cch-limit-panel',
  imports: [TranslocoDirective, NzButtonComponent, NzIconDirective, LimitBars, ListFrame, TimeAgo],
  template: `
    <cch-list-frame [list]="standing">
      @if (standing.value(); as usage) {
        <ng-container *transloco="let t">
          @if (!usage.isEnforced) {
            <p class="note" role="status"><nz-icon nzType="warning" />{{ t('limits.off') }}</p>
          } @else if (isUncounted()) {
            <p class="note" role="status"><nz-icon nzType="warning" />{{ t('limits.uncounted') }}</p>
          }
          <cch-limit-bars [usage]="usage" />
          <div class="actions">
            @if (usage.limitsResetAt; as at) {
              <span class="secondary small">{{ t('limits.lastReset') }} <cch-time-ago [value]="at" /></span>
            }
            @if (canWrite()) {
              <button nz-button nzSize="small" type="button" (click)="reset()">
                <nz-icon nzType="reload" />{{ t('limits.resetNow') }}
              </button>
            }
          </div>
        </ng-container>
      }
    </cch-list-frame>
  `,
  styleUrl: './limit-panel.css',
})
export class LimitPanel {
  readonly subject = input.required<LimitSubject>();
  readonly id = input.required<number>();
  /** For the question before a reset. */
  readonly name = input.required<string>();
  readonly canWrite = input(false);
  readonly wasReset = output();

  private readonly resets = inject(LimitReset);
  private readonly resource = httpResource<LimitUsage>(() => limitUsageUrl(this.subject(), this.id()));

  protected readonly standing = loadable(this.resource);
  protected readonly isUncounted = computed(() => {
    const usage = this.standing.value();
    return usage !== undefined && isUncounted(usage);
  });

  constructor() {
    every(REFRESH_MS, () => this.standing.reload());
  }

  /** Shows at once what was changed elsewhere, such as the limits themselves. */
  reload(): void {
    this.standing.reload();
  }

  protected async reset(): Promise<void> {
    const usage = await this.resets.ask(this.subject(), this.id(), this.name());
    if (!usage) return;
    this.resource.set(usage);
    this.wasReset.emit();
  }
}
