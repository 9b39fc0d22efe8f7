import { Directive, ElementRef, afterRenderEffect, inject, input } from '@angular/core';

/** Names a select for screen readers: NG-ZORRO leaves the host's label off the field that takes the focus. */
@Directive({ selector: 'nz-select[cchLabel]' })
export class SelectLabel {
  readonly label = input.required<string>({ alias: 'cchLabel' });

  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);

  constructor() {
    afterRenderEffect(() => {
      const field = this.element.nativeElement.querySelector('input');
      field?.setAttribute('aria-label', this.label());
    });
  }
}
