import { Component, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { LIMIT_KINDS, OUTAGE_POLICIES } from '@cch/contracts/limit-kinds';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { SelectLabel } from '../../ui/select-label';
import type { SettingsForm } from './settings-form';

/** What each kind of limit is worth while Redis is away. */
@Component({
  selector: 'cch-outage-policies',
  imports: [FormField, TranslocoDirective, NzOptionComponent, NzSelectComponent, SelectLabel],
  template: `
    <ng-container *transloco="let t">
      @for (kind of kinds; track kind) {
        <span [title]="t('limitKindHelp.' + kind)">{{ t('limitKind.' + kind) }}</span>
        <nz-select [cchLabel]="t('limitKind.' + kind)" [formField]="fields()[kind]">
          @for (policy of policies; track policy) {
            <nz-option [nzValue]="policy" [nzLabel]="t('outagePolicy.' + policy)" />
          }
        </nz-select>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(140px, auto) minmax(0, 320px);
      gap: 8px 16px;
      align-items: center;
      justify-content: start;
    }

    nz-select {
      width: 100%;
    }

    @media (max-width: 480px) {
      :host {
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
      }

      nz-select {
        margin-bottom: 8px;
      }
    }
  `,
})
export class OutagePolicies {
  readonly fields = input.required<FieldTree<SettingsForm['limitOutage']>>();

  protected readonly kinds = LIMIT_KINDS;
  protected readonly policies = OUTAGE_POLICIES;
}
