import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { PRICE_SOURCES, type PriceSource } from '@cch/contracts/price-sources';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { debounced } from '../../core/debounced';
import { pagedList } from '../../core/paged-list';
import { Permissions } from '../../core/permissions';
import { EmptyNote } from '../../ui/empty-note';
import { ListFrame } from '../../ui/list-frame';
import { SelectLabel } from '../../ui/select-label';
import { Sentinel } from '../../ui/sentinel';
import { SortHeader } from '../../ui/sort-header';
import { MissingPrices } from './missing-prices';
import { PriceActions } from './price-actions';
import { RATE_COLUMNS } from './price-cells';
import { PriceRow } from './price-row';
import { PRICES_URL, type Price } from './prices-api';

const PAUSE_MS = 250;

@Component({
  selector: 'cch-price-list',
  imports: [
    FormsModule,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    EmptyNote,
    ListFrame,
    MissingPrices,
    PriceRow,
    SelectLabel,
    Sentinel,
    SortHeader,
  ],
  templateUrl: './price-list.html',
  styleUrl: './price-list.css',
})
export class PriceList {
  private readonly actions = inject(PriceActions);
  private readonly permissions = inject(Permissions);

  protected readonly search = signal('');
  private readonly searched = debounced(this.search, PAUSE_MS);
  protected readonly source = signal<PriceSource | null>(null);
  protected readonly order = signal<{ by: 'model' | 'createdAt'; isDescending: boolean }>({
    by: 'model',
    isDescending: false,
  });
  protected readonly isFiltered = computed(() => this.searched() !== '' || this.source() !== null);

  protected readonly list = pagedList<Price>(() => ({ url: PRICES_URL, params: this.params() }));
  protected readonly canWrite = computed(() => this.permissions.allows('prices:write'));

  protected readonly sources = PRICE_SOURCES;
  protected readonly columns = RATE_COLUMNS;

  protected clearFilter(): void {
    this.search.set('');
    this.source.set(null);
  }

  protected async remove({ model }: Price): Promise<void> {
    if (await this.actions.remove(model)) this.list.remove((row) => row.model === model);
  }

  private params(): Record<string, string> {
    const { by, isDescending } = this.order();
    const source = this.source();
    return {
      limit: '50',
      sort: isDescending ? `-${by}` : by,
      ...(this.searched() ? { q: this.searched() } : {}),
      ...(source ? { source } : {}),
    };
  }
}
