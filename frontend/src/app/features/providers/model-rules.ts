import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import type { FormValueControl } from '@angular/forms/signals';
import { MODEL_MATCHES } from '@cch/contracts/model-match';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import type { ModelRule } from './providers-api';
import { SelectLabel } from '../../ui/select-label';

/** A list of patterns that model names are compared with. */
@Component({
  selector: 'cch-model-rules',
  imports: [
    FormsModule,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    SelectLabel,
  ],
  template: `
    <ng-container *transloco="let t">
      @for (rule of value(); track $index) {
        <div class="rule">
          <nz-select
            [cchLabel]="t('modelRule.match')"
            [ngModel]="rule.match"
            (ngModelChange)="change($index, { match: $event })"
          >
            @for (match of matches; track match) {
              <nz-option [nzValue]="match" [nzLabel]="t('modelMatch.' + match)" />
            }
          </nz-select>
          <input
            nz-input
            class="mono"
            [attr.aria-label]="t('modelRule.pattern')"
            [placeholder]="t('modelRule.example')"
            [ngModel]="rule.pattern"
            (ngModelChange)="change($index, { pattern: $event })"
          />
          <button
            nz-button
            nzType="text"
            type="button"
            [attr.aria-label]="t('modelRule.remove', { number: $index + 1 })"
            (click)="remove($index)"
          >
            <nz-icon nzType="close" />
          </button>
        </div>
      } @empty {
        <p class="secondary">{{ t('modelRule.none') }}</p>
      }
      <button nz-button nzType="dashed" nzSize="small" type="button" [id]="controlId()" (click)="add()">
        <nz-icon nzType="plus" />{{ t('modelRule.add') }}
      </button>
    </ng-container>
  `,
  styles: `
    .rule {
      display: grid;
      grid-template-columns: 130px minmax(0, 1fr) auto;
      gap: 8px;
      margin-bottom: 8px;
    }

    p {
      margin-bottom: 8px;
    }
  `,
})
export class ModelRules implements FormValueControl<readonly ModelRule[]> {
  readonly value = model.required<readonly ModelRule[]>();
  readonly touched = model(false);
  readonly controlId = input('');

  protected readonly matches = MODEL_MATCHES;

  protected add(): void {
    this.value.update((rules) => [...rules, { match: 'prefix', pattern: '' }]);
  }

  protected change(index: number, part: Partial<ModelRule>): void {
    this.value.update((rules) => rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));
    this.touched.set(true);
  }

  protected remove(index: number): void {
    this.value.update((rules) => rules.filter((_rule, at) => at !== index));
    this.touched.set(true);
  }
}
