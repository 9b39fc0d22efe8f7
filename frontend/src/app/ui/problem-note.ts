import { Component, computed, inject, input } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import type { ApiProblem } from '../core/api-problem';
import { Language } from '../core/language';
import { problemText } from '../core/problem-text';

/** What went wrong with a form as a whole. */
@Component({
  selector: 'cch-problem-note',
  template: `
    @if (problem(); as failed) {
      <div class="note" role="alert">
        {{ text() }}
        @if (failed.requestId) {
          <span class="mono secondary">{{ failed.requestId }}</span>
        }
      </div>
    }
  `,
  styles: `
    .note {
      padding: 8px 12px;
      background: var(--bad-soft);
      border-radius: var(--radius);
    }
  `,
})
export class ProblemNote {
  readonly problem = input.required<ApiProblem | undefined>();

  private readonly transloco = inject(TranslocoService);
  private readonly language = inject(Language);

  protected readonly text = computed(() => {
    this.language.current();
    const problem = this.problem();
    return problem ? problemText(problem, this.transloco) : '';
  });
}
