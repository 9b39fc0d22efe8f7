import { CdkMenu, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { Language } from '../core/language';
import { LANGUAGES } from '../core/language-names';

@Component({
  selector: 'cch-language-switch',
  imports: [
    CdkMenu,
    CdkMenuItemRadio,
    CdkMenuTrigger,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
  ],
  template: `
    <ng-container *transloco="let t">
      <button
        nz-button
        nzType="text"
        type="button"
        [cdkMenuTriggerFor]="menu"
        [attr.aria-label]="t('shell.language')"
      >
        <nz-icon nzType="global" />
      </button>
      <ng-template #menu>
        <div class="popup-menu" cdkMenu>
          @for (name of languages; track name) {
            <button
              cdkMenuItemRadio
              type="button"
              [cdkMenuItemChecked]="language.current() === name"
              [attr.lang]="name"
              (cdkMenuItemTriggered)="language.use(name)"
            >
              {{ t('languageName.' + name) }}
            </button>
          }
        </div>
      </ng-template>
    </ng-container>
  `,
})
export class LanguageSwitch {
  protected readonly language = inject(Language);
  protected readonly languages = LANGUAGES;
}
