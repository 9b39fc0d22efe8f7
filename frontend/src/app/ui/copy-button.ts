import { Component, DestroyRef, inject, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { copyText } from './copy-text';

const CONFIRMATION_MS = 1600;

/** Copies a text and says so in place. */
@Component({
  selector: 'cch-copy-button',
  imports: [TranslocoDirective, NzButtonComponent, NzIconDirective],
  template: `
    <button
      *transloco="let t"
      nz-button
      nzSize="small"
      type="button"
      [nzType]="label() ? 'default' : 'text'"
      [attr.aria-label]="label() ? null : t(isCopied() ? 'action.copied' : 'action.copy')"
      [title]="label() ? '' : t('action.copy')"
      (click)="copy($event)"
    >
      <nz-icon [nzType]="isCopied() ? 'check' : 'copy'" [class.done]="isCopied()" />
      @if (label()) {
        <span>{{ isCopied() ? t('action.copied') : label() }}</span>
      }
    </button>
  `,
  styles: `
    .done {
      color: var(--good);
    }
  `,
})
export class CopyButton {
  readonly text = input.required<string>();
  /** Shown beside the icon; without it the button is the icon alone. */
  readonly label = input('');

  protected readonly isCopied = signal(false);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  protected async copy(event: Event): Promise<void> {
    event.stopPropagation();
    await copyText(this.text());
    this.isCopied.set(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.isCopied.set(false), CONFIRMATION_MS);
  }
}
