import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { PROVIDER_TYPES } from '@cch/contracts/provider-types';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { SelectLabel } from '../../ui/select-label';
import type { ProviderFilter } from './provider-view';

/** Narrows the list of providers. */
@Component({
  selector: 'cch-provider-filter-bar',
  imports: [
    FormsModule,
    TranslocoDirective,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    SelectLabel,
  ],
  template: `
    <ng-container *transloco="let t">
      <input
        class="search"
        nz-input
        type="search"
        [placeholder]="t('providers.search')"
        [attr.aria-label]="t('providers.search')"
        [ngModel]="filter().text"
        (ngModelChange)="narrow({ text: $event })"
      />
      <nz-select
        nzAllowClear
        class="choice"
        [nzPlaceHolder]="t('providers.type')"
        [cchLabel]="t('providers.type')"
        [ngModel]="filter().type"
        (ngModelChange)="narrow({ type: $event })"
      >
        @for (type of types; track type) {
          <nz-option [nzValue]="type" [nzLabel]="t('providerType.' + type)" />
        }
      </nz-select>
      <nz-select
        nzAllowClear
        class="choice"
        [nzPlaceHolder]="t('list.state')"
        [cchLabel]="t('list.state')"
        [ngModel]="filter().isEnabled"
        (ngModelChange)="narrow({ isEnabled: $event })"
      >
        <nz-option [nzValue]="true" [nzLabel]="t('list.enabled')" />
        <nz-option [nzValue]="false" [nzLabel]="t('list.disabled')" />
      </nz-select>
      <nz-select
        nzAllowClear
        class="choice"
        [nzPlaceHolder]="t('providers.group')"
        [cchLabel]="t('providers.group')"
        [ngModel]="filter().group"
        (ngModelChange)="narrow({ group: $event })"
      >
        @for (group of groups(); track group) {
          <nz-option [nzValue]="group" [nzLabel]="group" />
        }
      </nz-select>
    </ng-container>
  `,
  styles: `
    :host {
      display: contents;
    }

    .choice {
      width: 120px;
    }

    @media (max-width: 640px) {
      .choice {
        flex: 1 1 100px;
        width: auto;
      }
    }
  `,
})
export class ProviderFilterBar {
  readonly filter = model.required<ProviderFilter>();
  /** Names of the groups to choose from. */
  readonly groups = input.required<readonly string[]>();

  protected readonly types = PROVIDER_TYPES;

  protected narrow(part: Partial<ProviderFilter>): void {
    this.filter.update((filter) => ({ ...filter, ...part }));
  }
}
