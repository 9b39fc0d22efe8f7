import { Component, computed, input, model } from '@angular/core';
import { NzIconDirective } from 'ng-zorro-antd/icon';

interface Order<Name> {
  readonly by: Name;
  readonly isDescending: boolean;
}

/** A table head that sorts: the first click ascending, the next one descending. */
@Component({
  selector: 'th[cchSort]',
  imports: [NzIconDirective],
  template: `
    <button type="button" (click)="turn()">
      <ng-content />
      <nz-icon nzType="down" [class.up]="isActive() && !order().isDescending" [class.idle]="!isActive()" />
    </button>
  `,
  styles: `
    button {
      display: inline-flex;
      align-items: center;
      padding: 0;
      color: inherit;
      font: inherit;
      background: none;
      border: 0;
      cursor: pointer;
    }

    button:hover {
      color: var(--text);
    }

    /* Beside the text and outside its box: sorting moves neither the words nor the numbers below them. */
    button {
      position: relative;
    }

    nz-icon {
      position: absolute;
      left: calc(100% + 3px);
      font-size: 9px;
    }

    .up {
      transform: rotate(180deg);
    }

    .idle {
      visibility: hidden;
    }
  `,
  host: { '[attr.aria-sort]': 'ariaSort()' },
})
export class SortHeader<Name extends string> {
  readonly name = input.required<Name>({ alias: 'cchSort' });
  readonly order = model.required<Order<Name>>();

  protected readonly isActive = computed(() => this.order().by === this.name());
  protected readonly ariaSort = computed(() => {
    if (!this.isActive()) return 'none';
    return this.order().isDescending ? 'descending' : 'ascending';
  });

  protected turn(): void {
    this.order.update((order) => ({
      by: this.name(),
      isDescending: order.by === this.name() && !order.isDescending,
    }));
  }
}
