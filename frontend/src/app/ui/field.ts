import { Component, computed, inject, input } from '@angular/core';
import type { FieldTree } from '@angular/forms/signals';
import { TranslocoService } from '@jsverse/transloco';
import { fieldErrorText } from '../core/field-errors';
import { Language } from '../core/language';

/** A form field: label, explanation, the control, and what is wrong with it as soon as it was touched. */
@Component({
  selector: 'cch-field',
  template: `
    <label [attr.for]="for()" [id]="for() + '-label'">
      {{ label() }}
      @if (isOptional()) {
        <span class="optional">{{ optionalText() }}</span>
      }
    </label>
    <ng-content />
    @for (text of errors(); track text) {
      <p class="error" role="alert">{{ text }}</p>
    }
    @if (help()) {
      <p class="help">{{ help() }}</p>
    }
  `,
  styleUrl: './field.css',
  host: { '[class.invalid]': 'errors().length > 0' },
})
export class Field {
  readonly label = input.required<string>();
  /** Id of the control. */
  readonly for = input.required<string>();
  readonly field = input.required<FieldTree<unknown>>();
  readonly help = input('');
  readonly isOptional = input(false);

  private readonly transloco = inject(TranslocoService);
  private readonly language = inject(Language);

  protected readonly optionalText = computed(() => {
    this.language.current();
    return this.transloco.translate('form.optional');
  });
  protected readonly errors = computed(() => {
    this.language.current();
    const state = this.field()();
    if (!state.touched() && !state.dirty()) return [];
    return state.errors().map((error) => fieldErrorText(error, this.transloco));
  });
}
