import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { describeDecision } from './describe-decision';
import type { LogDecision } from './usage-api';

/** What was skipped, chosen and tried, in order, as sentences. */
@Component({
  selector: 'cch-decision-timeline',
  imports: [TranslocoDirective],
  template: `
    <ol *transloco="let t">
      @for (line of lines(); track $index) {
        <li [class]="line.tone">
          <span>{{ t(line.key, line.params) }}</span>
          @for (note of line.notes; track note.key) {
            <span class="secondary small">{{ t(note.key, note.params ?? {}) }}</span>
          }
        </li>
      } @empty {
        <li class="idle secondary">{{ t('decision.none') }}</li>
      }
    </ol>
  `,
  styleUrl: './decision-timeline.css',
})
export class DecisionTimeline {
  readonly chain = input.required<readonly LogDecision[]>();

  protected readonly lines = computed(() => this.chain().map(describeDecision));
}
