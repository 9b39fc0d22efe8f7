import { httpResource } from '@angular/common/http';
import { Component, computed, input, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { loadable } from '../../core/loadable';
import { CountPipe } from '../../ui/count.pipe';
import { ProblemNote } from '../../ui/problem-note';
import { TimeAgo } from '../../ui/time-ago';
import { MISSING_PRICES_URL, type MissingPriceList } from './prices-api';

/** Clients choose the names, so there may be many; those with most requests come first. */
const SHOWN_AT_FIRST = 5;

/** Says which models were served at cost 0 because they have no price, and leads to where they get one. */
@Component({
  selector: 'cch-missing-prices',
  imports: [
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
    CountPipe,
    ProblemNote,
    TimeAgo,
  ],
  templateUrl: './missing-prices.html',
  styleUrl: './missing-prices.css',
})
export class MissingPrices {
  readonly canWrite = input.required<boolean>();

  private readonly found = loadable(httpResource<MissingPriceList>(() => MISSING_PRICES_URL));

  protected readonly problem = computed(() => this.found.problem() ?? undefined);
  protected readonly models = computed(() =>
    (this.found.value()?.items ?? []).filter((row) => !row.hasPrice),
  );
  protected readonly isOpen = signal(false);
  protected readonly shown = computed(() =>
    this.isOpen() ? this.models() : this.models().slice(0, SHOWN_AT_FIRST),
  );
}
