import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { pagedList } from '../../core/paged-list';
import { ListFrame } from '../../ui/list-frame';
import { StatusDot } from '../../ui/status-dot';
import { TimeAgo } from '../../ui/time-ago';
import { ChangeList } from './change-list';
import { versionRows } from './price-versions';
import { priceHistoryUrl, type PriceVersion } from './prices-api';

/** All versions of a price, the newest first. */
@Component({
  selector: 'cch-price-history',
  imports: [TranslocoDirective, NzButtonComponent, ChangeList, ListFrame, StatusDot, TimeAgo],
  templateUrl: './price-history.html',
  styleUrl: './price-history.css',
})
export class PriceHistory {
  readonly model = input.required<string>();
  /** Whether a version may be filled in. */
  readonly canUse = input.required<boolean>();
  readonly used = output<PriceVersion>();

  protected readonly list = pagedList<PriceVersion>(() => ({
    url: priceHistoryUrl(this.model()),
    params: { limit: '20' },
  }));
  protected readonly rows = computed(() => versionRows(this.list.rows(), this.list.hasMore()));
}
