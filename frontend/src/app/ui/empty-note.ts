import { Component, input } from '@angular/core';
import { NzIconDirective } from 'ng-zorro-antd/icon';

/** What an empty page is for; the button that makes the first entry is projected. */
@Component({
  selector: 'cch-empty-note',
  imports: [NzIconDirective],
  template: `
    <nz-icon [nzType]="icon()" />
    <h2>{{ title() }}</h2>
    <p class="secondary">{{ text() }}</p>
    <div class="actions"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      gap: 6px;
      justify-items: center;
      max-width: 460px;
    }

    nz-icon {
      color: var(--text-3);
      font-size: 26px;
    }

    h2 {
      font-size: 14px;
    }

    .actions {
      display: flex;
      gap: 8px;
      margin-top: 8px;
    }
  `,
})
export class EmptyNote {
  readonly icon = input.required<string>();
  readonly title = input.required<string>();
  readonly text = input.required<string>();
}
