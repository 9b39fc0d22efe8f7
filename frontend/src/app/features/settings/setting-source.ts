import { Component, input, output } from '@angular/core';
import type { SettingSource as Source } from '@cch/contracts/settings';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';

/** Where the value of a setting comes from, and the way back to its default. */
@Component({
  selector: 'cch-setting-source',
  imports: [TranslocoDirective, NzButtonComponent],
  template: `
    <ng-container *transloco="let t">
      <span class="chip" [title]="t('settingSourceHelp.' + source())">{{
        t('settingSource.' + source())
      }}</span>
      @if (source() === 'stored' && canWrite()) {
        <button
          nz-button
          nzType="link"
          nzSize="small"
          type="button"
          [attr.aria-label]="t('settings.toDefaultOf', { name: name() })"
          (click)="toDefault.emit()"
        >
          {{ t('settings.toDefault') }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      gap: 4px;
      align-items: center;
      min-height: 26px;
    }
  `,
})
export class SettingSource {
  readonly source = input.required<Source>();
  /** Of the setting, as the reader knows it. */
  readonly name = input.required<string>();
  readonly canWrite = input.required<boolean>();
  readonly toDefault = output();
}
