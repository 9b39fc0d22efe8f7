import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Clock } from '../../core/clock';
import { Language } from '../../core/language';
import { StatusDot, type Tone } from '../../ui/status-dot';
import { timeUntil } from '../../ui/time-until';
import type { Circuit } from './providers-api';

export const CIRCUIT_TONES: Readonly<Record<Circuit['state'], Tone>> = {
  closed: 'good',
  open: 'bad',
  'half-open': 'warn',
};

/** The state of a circuit breaker; an open one counts down to its first trial. */
@Component({
  selector: 'cch-circuit-badge',
  imports: [TranslocoDirective, StatusDot],
  template: `
    <ng-container *transloco="let t">
      @if (circuit(); as c) {
        <span [title]="t('circuit.' + c.state + 'Help')">
          <cch-status-dot [tone]="tones[c.state]">{{ t('circuit.' + c.state) }}</cch-status-dot>
        </span>
        @if (left(); as duration) {
          <div class="secondary small nowrap">{{ t('circuit.trialsIn', { duration }) }}</div>
        }
      } @else {
        <span class="secondary">–</span>
      }
    </ng-container>
  `,
})
export class CircuitBadge {
  readonly circuit = input.required<Circuit | undefined>();

  private readonly clock = inject(Clock);
  private readonly language = inject(Language);

  protected readonly tones = CIRCUIT_TONES;
  protected readonly left = computed(() => {
    const until = this.circuit()?.opensUntil;
    return until ? timeUntil(until, this.clock.now(), this.language.current()) : '';
  });
}
