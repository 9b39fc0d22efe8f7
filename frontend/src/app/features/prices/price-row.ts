import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { CopyButton } from '../../ui/copy-button';
import { TimeAgo } from '../../ui/time-ago';
import { badgesOf, rateCells } from './price-cells';
import { PriceMenu } from './price-menu';
import type { Price } from './prices-api';
import { formatRate } from './rate-text';

/** One price of the list. */
@Component({
  selector: 'tr[cchPriceRow]',
  imports: [RouterLink, TranslocoDirective, CopyButton, PriceMenu, TimeAgo],
  templateUrl: './price-row.html',
  styleUrl: './price-row.css',
})
export class PriceRow {
  readonly price = input.required<Price>({ alias: 'cchPriceRow' });
  readonly canWrite = input.required<boolean>();
  readonly removed = output();

  protected readonly cells = computed(() => rateCells(this.price()));
  protected readonly badges = computed(() => badgesOf(this.price()));
  protected readonly perRequest = computed(() => {
    const usd = this.price().costPerRequest;
    return usd === null ? undefined : formatRate(usd);
  });
}
