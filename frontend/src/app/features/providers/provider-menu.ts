import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import type { Provider } from './providers-api';

/** What can be done to one provider of the list. */
@Component({
  selector: 'cch-provider-menu',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
  ],
  template: `
    <ng-container *transloco="let t">
      <button
        nz-button
        nzType="text"
        nzSize="small"
        type="button"
        [cdkMenuTriggerFor]="menu"
        [attr.aria-label]="t('list.actionsOf', { name: provider().name })"
      >
        <nz-icon nzType="more" />
      </button>
      <ng-template #menu>
        <div class="popup-menu" cdkMenu>
          <a cdkMenuItem [routerLink]="['/providers', provider().id]">{{ t('action.edit') }}</a>
          <a cdkMenuItem routerLink="/logs" [queryParams]="{ providerId: provider().id }">
            {{ t('list.requests') }}
          </a>
          <button cdkMenuItem type="button" (cdkMenuItemTriggered)="tested.emit()">
            {{ t('providers.test.run') }}
          </button>
          <button cdkMenuItem type="button" (cdkMenuItemTriggered)="circuitReset.emit()">
            {{ t('circuit.reset') }}
          </button>
          <button cdkMenuItem type="button" (cdkMenuItemTriggered)="circuitOpened.emit()">
            {{ t('circuit.openNow') }}
          </button>
          <button cdkMenuItem class="danger" type="button" (cdkMenuItemTriggered)="removed.emit()">
            {{ t('action.delete') }}
          </button>
        </div>
      </ng-template>
    </ng-container>
  `,
})
export class ProviderMenu {
  readonly provider = input.required<Provider>();
  readonly tested = output();
  readonly circuitReset = output();
  readonly circuitOpened = output();
  readonly removed = output();
}
