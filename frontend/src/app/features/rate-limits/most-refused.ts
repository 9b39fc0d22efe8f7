import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { CountPipe } from '../../ui/count.pipe';

/** A user or key with its refused requests. */
export interface Refused {
  readonly id: number;
  readonly name: string;
  /** Said more quietly below the name. */
  readonly below: string;
  readonly count: number;
}

/** Who was refused most often, with bars to compare by; a name narrows the page to it. */
@Component({
  selector: 'cch-most-refused',
  imports: [TranslocoDirective, CountPipe],
  template: `
    <section *transloco="let t" [attr.aria-label]="title()">
      <h2>
        {{ title() }}
        <span class="secondary">{{ t('rateLimits.affected', { count: affected() }) }}</span>
      </h2>
      <ol>
        @for (row of bars(); track row.id) {
          <li>
            <button type="button" [title]="t('rateLimits.narrow')" (click)="chosen.emit(row.id)">
              <span class="name">
                <span class="ellipsis">{{ row.name }}</span>
                @if (row.below) {
                  <span class="ellipsis secondary small">{{ row.below }}</span>
                }
              </span>
              <span class="track"><span [style.width.%]="row.width"></span></span>
              <span class="num">{{ row.count | count }}</span>
            </button>
          </li>
        }
      </ol>
    </section>
  `,
  styleUrl: './most-refused.css',
})
export class MostRefused {
  readonly title = input.required<string>();
  readonly rows = input.required<readonly Refused[]>();
  /** How many there are, those below the first ten included. */
  readonly affected = input.required<number>();
  readonly chosen = output<number>();

  protected readonly bars = computed(() => {
    const most = Math.max(1, ...this.rows().map(({ count }) => count));
    return this.rows().map((row) => ({ ...row, width: (row.count / most) * 100 }));
  });
}
