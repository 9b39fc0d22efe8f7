import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { amountText } from './amount-text';
import { isMoney, worstLimit } from './limit-share';
import type { LimitUsage } from './limits-api';

/** The limit that is reached first, small enough for a cell of a list. */
@Component({
  selector: 'cch-worst-limit',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (worst(); as w) {
        <span
          class="line"
          [title]="
            t('limitKind.' + w.kind) + ': ' + t('limits.of.' + w.unit, { used: w.used, limit: w.limit })
          "
        >
          <span class="track"><span [class]="w.tone" [style.width.%]="w.width"></span></span>
          <span class="percent" [class]="w.tone">{{ w.percent }} %</span>
          <span class="secondary small">{{ t('limitKind.' + w.kind) }}</span>
        </span>
      } @else if (usage()) {
        <span class="secondary">–</span>
      }
    </ng-container>
  `,
  styleUrl: './worst-limit.css',
})
export class WorstLimit {
  /** Undefined until it is known. */
  readonly usage = input.required<LimitUsage | undefined>();

  protected readonly worst = computed(() => {
    const usage = this.usage();
    const worst = usage && worstLimit(usage);
    if (!worst) return undefined;
    const { kind, used, limit } = worst.standing;
    return {
      kind,
      unit: isMoney(kind) ? 'usd' : 'count',
      used: amountText(kind, used),
      limit: amountText(kind, limit),
      percent: worst.share.percent,
      width: worst.share.usedWidth + worst.share.reservedWidth,
      tone: worst.share.tone,
    };
  });
}
