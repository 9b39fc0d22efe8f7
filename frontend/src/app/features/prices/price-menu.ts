import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';

/** What can be done with one price of the list. */
@Component({
  selector: 'cch-price-menu',
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
        [attr.aria-label]="t('list.actionsOf', { name: model() })"
      >
        <nz-icon nzType="more" />
      </button>
      <ng-template #menu>
        <div class="popup-menu" cdkMenu>
          @if (canWrite()) {
            <a cdkMenuItem [routerLink]="['/prices/models', model()]">{{ t('action.edit') }}</a>
          }
          <a cdkMenuItem routerLink="/logs" [queryParams]="{ model: model() }">{{ t('list.requests') }}</a>
          @if (canWrite()) {
            <button cdkMenuItem class="danger" type="button" (cdkMenuItemTriggered)="removed.emit()">
              {{ t('action.delete') }}
            </button>
          }
        </div>
      </ng-template>
    </ng-container>
  `,
})
export class PriceMenu {
  readonly model = input.required<string>();
  readonly canWrite = input.required<boolean>();
  readonly removed = output();
}
