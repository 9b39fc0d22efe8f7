import { Component, input, model } from '@angular/core';
import { FormsModule } from '@angular/forms';
import type { FormValueControl } from '@angular/forms/signals';
import { FIELD_RANGES } from '@cch/contracts/field-ranges';
import { NzInputNumberComponent } from 'ng-zorro-antd/input-number';

/** One optional priority for each group of the provider. */
@Component({
  selector: 'cch-group-priorities',
  imports: [FormsModule, NzInputNumberComponent],
  template: `
    @for (group of groups(); track group) {
      <label>
        <span class="chip">{{ group }}</span>
        <nz-input-number
          [nzMin]="range.min"
          [nzMax]="range.max"
          [nzPrecision]="0"
          [nzPlaceHolder]="general() === null ? '' : '' + general()"
          [ngModel]="value()[group] ?? null"
          (ngModelChange)="change(group, $event)"
        />
      </label>
    }
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 20px;
    }

    label {
      display: inline-flex;
      gap: 8px;
      align-items: center;
    }
  `,
})
export class GroupPriorities implements FormValueControl<Readonly<Record<string, number>>> {
  readonly value = model.required<Readonly<Record<string, number>>>();
  readonly touched = model(false);
  readonly groups = input.required<readonly string[]>();
  /** The priority that holds without one. */
  readonly general = input.required<number | null>();

  protected readonly range = FIELD_RANGES.priority;

  protected change(group: string, priority: number | null): void {
    const others = Object.entries(this.value()).filter(([name]) => name !== group);
    this.value.set(Object.fromEntries(priority === null ? others : [...others, [group, priority]]));
    this.touched.set(true);
  }
}
