import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { every } from '../../core/every';
import { Language } from '../../core/language';
import { loadable } from '../../core/loadable';
import { PageScroll } from '../../core/page-scroll';
import { pagedList } from '../../core/paged-list';
import { CountPipe } from '../../ui/count.pipe';
import { EmptyNote } from '../../ui/empty-note';
import { ListFrame } from '../../ui/list-frame';
import { Sentinel } from '../../ui/sentinel';
import { MostRefused } from './most-refused';
import { REFUSALS_URL, REFUSAL_SUMMARY_URL, type Refusal, type RefusalSummary } from './rate-limits-api';
import { RefusalChart } from './refusal-chart';
import { RefusalFilterBar } from './refusal-filter-bar';
import { FILTER_NAMES, bucketOf, isNarrowed, toParams, type RefusalFilters } from './refusal-filters';
import { RefusalTable } from './refusal-table';

const REFRESH_MS = 10_000;
const PAGE_SIZE = 50;

/** Requests that limits have refused: when, by which kind of limit, and whom. */
@Component({
  selector: 'cch-rate-limits',
  imports: [
    TranslocoDirective,
    NzButtonComponent,
    CountPipe,
    EmptyNote,
    ListFrame,
    MostRefused,
    RefusalChart,
    RefusalFilterBar,
    RefusalTable,
    Sentinel,
  ],
  templateUrl: './rate-limits.html',
  styleUrl: './rate-limits.css',
})
export class RateLimits {
  // The filters live in the address, bound by the router.
  readonly range = input<string>();
  readonly by = input<string>();
  readonly userId = input<string>();
  readonly keyId = input<string>();
  readonly kind = input<string>();
  readonly subject = input<string>();

  private readonly router = inject(Router);
  private readonly scroll = inject(PageScroll);
  private readonly language = inject(Language);
  private readonly transloco = inject(TranslocoService);
  private readonly now = signal(Date.now());

  protected readonly filters = computed<RefusalFilters>(() => ({
    range: this.range(),
    by: this.by(),
    userId: this.userId(),
    keyId: this.keyId(),
    kind: this.kind(),
    subject: this.subject(),
  }));
  protected readonly isNarrowed = computed(() => isNarrowed(this.filters()));
  protected readonly summary = loadable(
    httpResource<RefusalSummary>(() => ({
      url: REFUSAL_SUMMARY_URL,
      params: { ...toParams(this.filters(), this.now()), bucket: bucketOf(this.filters()) },
    })),
  );
  // Its range begins when the filters were chosen, so that pages which follow each other belong together.
  protected readonly list = pagedList<Refusal>(() => ({
    url: REFUSALS_URL,
    params: { ...toParams(this.filters(), Date.now()), limit: String(PAGE_SIZE) },
  }));
  protected readonly users = computed(() =>
    (this.summary.value()?.users ?? []).map(({ id, name, count }) => ({
      id,
      name: name ?? this.numbered(id),
      below: '',
      count,
    })),
  );
  protected readonly keys = computed(() =>
    (this.summary.value()?.keys ?? []).map(({ id, name, userId, userName, count }) => ({
      id,
      name: name ?? this.numbered(id),
      below: userName ?? this.numbered(userId),
      count,
    })),
  );

  constructor() {
    every(REFRESH_MS, () => {
      this.now.set(Date.now());
      // A reader who is further down, or has loaded more, keeps the rows that they look at.
      if (this.scroll.isAtTop() && this.list.rows().length <= PAGE_SIZE) this.list.reload();
    });
  }

  protected filter(filters: RefusalFilters): void {
    const queryParams = Object.fromEntries(FILTER_NAMES.map((name) => [name, filters[name] ?? null]));
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }

  protected clear(): void {
    this.filter({ range: this.range(), by: this.by() });
  }

  protected chooseUser(id: number): void {
    this.filter({ ...this.filters(), userId: String(id), keyId: undefined });
  }

  protected chooseKey(id: number): void {
    const userId = this.summary.value()?.keys.find((key) => key.id === id)?.userId;
    this.filter({ ...this.filters(), userId: userId?.toString(), keyId: String(id) });
  }

  private numbered(id: number): string {
    this.language.current();
    return this.transloco.translate('logs.unknown', { id });
  }
}
