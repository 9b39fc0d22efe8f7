import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Clock } from '../core/clock';
import { StatusDot, type Tone } from './status-dot';
import { TimeAgo } from './time-ago';

const SOON_MS = 7 * 86_400_000;

/** When something expires, and whether it has or soon will. */
@Component({
  selector: 'cch-expiry',
  imports: [TranslocoDirective, StatusDot, TimeAgo],
  template: `
    <ng-container *transloco="let t">
      @if (at(); as moment) {
        @if (tone(); as tone) {
          <cch-status-dot [tone]="tone">
            @if (tone === 'bad') {
              {{ t('expiry.expired') }}
            }
            <cch-time-ago [value]="moment" />
          </cch-status-dot>
        } @else {
          <cch-time-ago [value]="moment" />
        }
      } @else {
        <span class="secondary">{{ t('expiry.never') }}</span>
      }
    </ng-container>
  `,
})
export class Expiry {
  readonly at = input.required<string | null>();

  private readonly clock = inject(Clock);

  protected readonly tone = computed<Tone | undefined>(() => {
    const at = this.at();
    if (!at) return undefined;
    const left = new Date(at).getTime() - this.clock.now();
    if (left <= 0) return 'bad';
    return left < SOON_MS ? 'warn' : undefined;
  });
}
