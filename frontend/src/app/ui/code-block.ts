import { Component, input } from '@angular/core';
import { CopyButton } from './copy-button';

@Component({
  selector: 'cch-code-block',
  imports: [CopyButton],
  template: `
    <div class="head">
      <span class="name mono">{{ name() }}</span>
      <cch-copy-button [text]="code()" />
    </div>
    <pre tabindex="0" [attr.aria-label]="name()">{{ code() }}</pre>
  `,
  styles: `
    :host {
      display: block;
      overflow: hidden;
      background: var(--inset);
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }

    .head {
      display: flex;
      align-items: center;
      justify-content: space-between;
      padding: 2px 6px 2px 12px;
      border-bottom: 1px solid var(--line);
    }

    .name {
      color: var(--text-2);
    }

    pre {
      margin: 0;
      padding: 10px 12px;
      overflow: auto;
      font-size: 12px;
      font-family: var(--font-mono);
      line-height: 1.55;
    }
  `,
})
export class CodeBlock {
  /** File name or language, shown above the code. */
  readonly name = input.required<string>();
  readonly code = input.required<string>();
}
