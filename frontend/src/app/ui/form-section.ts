import { Component, input } from '@angular/core';

/** One section of an editor: what it is about on the left, its fields on the right. */
@Component({
  selector: 'cch-form-section',
  template: `
    <header>
      <h2>{{ title() }}</h2>
      <p class="secondary small">{{ text() }}</p>
    </header>
    <div class="fields"><ng-content /></div>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: 200px minmax(0, 1fr);
      gap: 12px 32px;
      padding: 20px 0;
      border-top: 1px solid var(--line);
    }

    h2 {
      margin-bottom: 4px;
      font-size: 13px;
    }

    .fields {
      display: grid;
      gap: 14px;
    }

    @media (max-width: 760px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
      }
    }
  `,
})
export class FormSection {
  readonly title = input.required<string>();
  readonly text = input('');
}
