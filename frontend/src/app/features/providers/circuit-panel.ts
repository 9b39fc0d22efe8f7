import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { every } from '../../core/every';
import { loadable } from '../../core/loadable';
import { FormSection } from '../../ui/form-section';
import { TimeAgo } from '../../ui/time-ago';
import { CircuitActions } from './circuit-actions';
import { CircuitBadge } from './circuit-badge';
import { circuitUrl, type CircuitDetails } from './providers-api';

const REFRESH_MS = 5000;

/** The circuit breaker of one provider: how it stands, what it did, and what can be done to it. */
@Component({
  selector: 'cch-circuit-panel',
  imports: [TranslocoDirective, NzButtonComponent, CircuitBadge, FormSection, TimeAgo],
  template: `
    <cch-form-section
      *transloco="let t"
      [title]="t('circuit.title')"
      [text]="circuit() ? t('circuit.' + circuit()?.state + 'Help') : ''"
    >
      <div class="state">
        <cch-circuit-badge [circuit]="circuit()" />
        @if (circuit(); as c) {
          @if (c.failures > 0) {
            <span class="secondary">{{ t('circuit.failures', { count: c.failures }) }}</span>
          }
          @if (c.state === 'half-open') {
            <span class="secondary">{{ t('circuit.trials', { done: c.successes, running: c.trials }) }}</span>
          }
        }
        @if (canWrite()) {
          <span class="grow"></span>
          <button nz-button nzSize="small" type="button" (click)="reset()">{{ t('circuit.reset') }}</button>
          <button nz-button nzSize="small" nzDanger type="button" (click)="open()">
            {{ t('circuit.openNow') }}
          </button>
        }
      </div>
      <div>
        <h3>{{ t('circuit.events') }}</h3>
        <ul>
          @for (event of circuit()?.events; track $index) {
            <li>
              <cch-time-ago class="secondary" [value]="event.at" />
              <span>{{ t('circuit.' + event.from) }} → {{ t('circuit.' + event.to) }}</span>
              <span class="secondary">
                {{ t('circuitCause.' + event.cause) }}
                @if (event.errorCode) {
                  · {{ t('failureReason.' + event.errorCode) }}
                }
              </span>
            </li>
          } @empty {
            <li class="secondary">{{ t('circuit.noEvents') }}</li>
          }
        </ul>
      </div>
    </cch-form-section>
  `,
  styleUrl: './circuit-panel.css',
})
export class CircuitPanel {
  readonly providerId = input.required<number>();
  readonly name = input.required<string>();
  readonly canWrite = input(false);

  private readonly actions = inject(CircuitActions);
  private readonly resource = httpResource<CircuitDetails>(() => circuitUrl(this.providerId()));
  private readonly list = loadable(this.resource);

  protected readonly circuit = computed(() => this.list.value());

  constructor() {
    every(REFRESH_MS, () => this.list.reload());
  }

  protected async open(): Promise<void> {
    if (await this.actions.open({ id: this.providerId(), name: this.name() })) this.list.reload();
  }

  protected async reset(): Promise<void> {
    if (await this.actions.reset({ id: this.providerId(), name: this.name() })) this.list.reload();
  }
}
