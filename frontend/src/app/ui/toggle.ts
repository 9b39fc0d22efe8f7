import { Component, input, output } from '@angular/core';

/** An on/off switch whose state is what it is told, not what was clicked: a refused change never looks made. */
@Component({
  selector: 'cch-toggle',
  template: `
    <button
      type="button"
      role="switch"
      [id]="controlId()"
      [attr.aria-checked]="isOn()"
      [attr.aria-label]="label() || null"
      [disabled]="isDisabled() || isBusy()"
      [class.busy]="isBusy()"
      (click)="toggled.emit(!isOn())"
    >
      <span class="knob"></span>
    </button>
  `,
  styleUrl: './toggle.css',
})
export class Toggle {
  readonly isOn = input.required<boolean>();
  readonly label = input('');
  readonly controlId = input('');
  readonly isDisabled = input(false);
  readonly isBusy = input(false);
  readonly toggled = output<boolean>();
}
