import { CdkMenu, CdkMenuItemRadio, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { THEME_CHOICES, Theme } from '../core/theme';

const CHOICE_ICONS = { system: 'desktop', light: 'sun', dark: 'moon' } as const;

@Component({
  selector: 'cch-theme-switch',
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
        [attr.aria-label]="t('shell.theme')"
      >
        <nz-icon [nzType]="theme.isDark() ? 'moon' : 'sun'" />
      </button>
      <ng-template #menu>
        <div class="popup-menu" cdkMenu>
          @for (choice of choices; track choice) {
            <button
              cdkMenuItemRadio
              type="button"
              [cdkMenuItemChecked]="theme.choice() === choice"
              (cdkMenuItemTriggered)="theme.use(choice)"
            >
              <nz-icon [nzType]="icons[choice]" />
              {{ t('theme.' + choice) }}
            </button>
          }
        </div>
      </ng-template>
    </ng-container>
  `,
})
export class ThemeSwitch {
  protected readonly theme = inject(Theme);
  protected readonly choices = THEME_CHOICES;
  protected readonly icons = CHOICE_ICONS;
}
