import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ApiProblem } from '../../core/api-problem';
import { ProblemNote } from '../../ui/problem-note';

/** Why a table could not be looked at or taken over. */
@Component({
  selector: 'cch-sync-problem',
  imports: [TranslocoDirective, ProblemNote],
  template: `
    <ng-container *transloco="let t">
      @switch (kind()) {
        @case ('moved') {
          <p class="note" role="alert">{{ t('prices.sync.moved') }}</p>
        }
        @case ('unreadable') {
          <p class="note" role="alert">{{ t('prices.sync.unreadable') }}</p>
        }
        @default {
          <cch-problem-note [problem]="problem()" />
          @if (problem().code === 'price_source_failed') {
            <p class="secondary small">{{ problem().detail }}</p>
          }
        }
      }
    </ng-container>
  `,
  styles: `
    .note {
      padding: 8px 12px;
      background: var(--bad-soft);
      border-radius: var(--radius);
    }

    .secondary {
      margin-top: 4px;
    }
  `,
})
export class SyncProblem {
  readonly problem = input.required<ApiProblem>();

  protected readonly kind = computed(() => {
    const { code, fields } = this.problem();
    if (code === 'conflict') return 'moved';
    return fields.some(({ path }) => path === 'content') ? 'unreadable' : 'other';
  });
}
