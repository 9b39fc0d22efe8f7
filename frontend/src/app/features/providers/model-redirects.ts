import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import type { FormValueControl } from '@angular/forms/signals';
import { MODEL_MATCHES } from '@cch/contracts/model-match';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { SelectLabel } from '../../ui/select-label';
import type { ModelRedirect } from './providers-api';

/** A list of models that are asked for under another name. */
@Component({
  selector: 'cch-model-redirects',
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
      @for (redirect of value(); track $index) {
        <div class="redirect">
          <nz-select
            [cchLabel]="t('modelRule.match')"
            [ngModel]="redirect.match"
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
            [ngModel]="redirect.pattern"
            (ngModelChange)="change($index, { pattern: $event })"
          />
          <span class="secondary">{{ t('modelRedirect.arrow') }}</span>
          <input
            nz-input
            class="mono"
            [attr.aria-label]="t('modelRedirect.target')"
            [placeholder]="t('modelRedirect.targetExample')"
            [ngModel]="redirect.target"
            (ngModelChange)="change($index, { target: $event })"
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
        <p class="secondary">{{ t('modelRedirect.none') }}</p>
      }
      <button nz-button nzType="dashed" nzSize="small" type="button" [id]="controlId()" (click)="add()">
        <nz-icon nzType="plus" />{{ t('modelRedirect.add') }}
      </button>
    </ng-container>
  `,
  styles: `
    .redirect {
      display: grid;
      grid-template-columns: 130px minmax(0, 1fr) auto minmax(0, 1fr) auto;
      gap: 8px;
      align-items: center;
      margin-bottom: 8px;
    }

    p {
      margin-bottom: 8px;
    }

    @media (max-width: 760px) {
      .redirect {
        grid-template-columns: 110px minmax(0, 1fr) auto;
      }

      /* The pattern ends the first line; arrow, target and button share the second. */
      .redirect input:first-of-type {
        grid-column: span 2;
      }

      .redirect > span {
        justify-self: end;
      }
    }
  `,
})
export class ModelRedirects implements FormValueControl<readonly ModelRedirect[]> {
  readonly value = model.required<readonly ModelRedirect[]>();
  readonly touched = model(false);
  readonly controlId = input('');

  protected readonly matches = MODEL_MATCHES;

  protected add(): void {
    this.value.update((redirects) => [...redirects, { match: 'exact', pattern: '', target: '' }]);
  }

  protected change(index: number, part: Partial<ModelRedirect>): void {
    this.value.update((redirects) =>
      redirects.map((redirect, at) => (at === index ? { ...redirect, ...part } : redirect)),
    );
    this.touched.set(true);
  }

  protected remove(index: number): void {
    this.value.update((redirects) => redirects.filter((_redirect, at) => at !== index));
    this.touched.set(true);
  }
}
