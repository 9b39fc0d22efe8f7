import { Component, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { Field } from '../../ui/field';

/** An amount of USD that may stay empty. */
@Component({
  selector: 'cch-usd-field',
  imports: [FormField, NzInputDirective, Field],
  template: `
    <cch-field [for]="controlId()" [label]="label()" [field]="field()" [help]="help()" [isOptional]="true">
      <input [id]="controlId()" nz-input inputmode="decimal" autocomplete="off" [formField]="field()" />
    </cch-field>
  `,
  styles: `
    :host {
      min-width: 0;
    }

    input {
      max-width: 170px;
    }
  `,
})
export class UsdField {
  readonly controlId = input.required<string>();
  readonly label = input.required<string>();
  readonly field = input.required<FieldTree<string>>();
  readonly help = input('');
}
