import { Component, input } from '@angular/core';

export type Tone = 'good' | 'warn' | 'bad' | 'idle';

/** State as a coloured dot and a word, never by colour alone. */
@Component({
  selector: 'cch-status-dot',
  template: `<span class="dot" [class]="tone()"></span><ng-content />`,
  styles: `
    :host {
      display: inline-flex;
      gap: 6px;
      align-items: center;
      white-space: nowrap;
    }

    .dot {
      flex: none;
      width: 7px;
      height: 7px;
      background: var(--idle);
      border-radius: 50%;
    }

    .good {
      background: var(--good-dot);
    }

    .warn {
      background: var(--warn-dot);
    }

    .bad {
      background: var(--bad-dot);
    }
  `,
})
export class StatusDot {
  readonly tone = input.required<Tone>();
}
