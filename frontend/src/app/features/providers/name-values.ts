import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import type { FormValueControl } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzInputDirective } from 'ng-zorro-antd/input';

export interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** A list of names and values, such as headers. */
@Component({
  selector: 'cch-name-values',
  imports: [FormsModule, TranslocoDirective, NzButtonComponent, NzIconDirective, NzInputDirective],
  template: `
    <ng-container *transloco="let t">
      @for (pair of value(); track $index) {
        <div class="pair">
          <input
            nz-input
            class="mono"
            [attr.aria-label]="t('pairs.name')"
            [placeholder]="t('pairs.name')"
            [ngModel]="pair.name"
            (ngModelChange)="change($index, { name: $event })"
          />
          <input
            nz-input
            class="mono"
            [attr.aria-label]="t('pairs.value')"
            [placeholder]="t('pairs.value')"
            [ngModel]="pair.value"
            (ngModelChange)="change($index, { value: $event })"
          />
          <button
            nz-button
            nzType="text"
            type="button"
            [attr.aria-label]="t('pairs.remove', { number: $index + 1 })"
            (click)="remove($index)"
          >
            <nz-icon nzType="close" />
          </button>
        </div>
      } @empty {
        <p class="secondary">{{ t('pairs.none') }}</p>
      }
      <button nz-button nzType="dashed" nzSize="small" type="button" [id]="controlId()" (click)="add()">
        <nz-icon nzType="plus" />{{ t('pairs.add') }}
      </button>
    </ng-container>
  `,
  styles: `
    .pair {
      display: grid;
      grid-template-columns: minmax(0, 2fr) minmax(0, 3fr) auto;
      gap: 8px;
      margin-bottom: 8px;
    }

    p {
      margin-bottom: 8px;
    }
  `,
})
export class NameValues implements FormValueControl<readonly NameValue[]> {
  readonly value = model.required<readonly NameValue[]>();
  readonly touched = model(false);
  readonly controlId = input('');

  protected add(): void {
    this.value.update((pairs) => [...pairs, { name: '', value: '' }]);
  }

  protected change(index: number, part: Partial<NameValue>): void {
    this.value.update((pairs) => pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)));
    this.touched.set(true);
  }

  protected remove(index: number): void {
    this.value.update((pairs) => pairs.filter((_pair, at) => at !== index));
    this.touched.set(true);
  }
}
