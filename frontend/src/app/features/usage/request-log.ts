import { HttpClient, httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzDrawerComponent, NzDrawerContentDirective } from 'ng-zorro-antd/drawer';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { firstValueFrom } from 'rxjs';
import { every } from '../../core/every';
import { loadable } from '../../core/loadable';
import { PageScroll } from '../../core/page-scroll';
import { ProblemToast } from '../../core/problem-toast';
import { EmptyNote } from '../../ui/empty-note';
import { ListFrame } from '../../ui/list-frame';
import { Sentinel } from '../../ui/sentinel';
import { Toggle } from '../../ui/toggle';
import { FirstSteps } from '../start/first-steps';
import { LogFilterBar } from './log-filter-bar';
import { FILTER_NAMES, countFilters, toParams, type LogFilters } from './log-filters';
import { EMPTY_FEED, absorb, appendOlder, startFeed, type LogFeed } from './log-feed';
import { LogTable } from './log-table';
import { RequestDetail } from './request-detail';
import { LOG_PAGE_SIZE, USAGE_LOGS_URL, type LogEntry, type LogPage } from './usage-api';

const REFRESH_MS = 3000;

@Component({
  selector: 'cch-request-log',
  imports: [
    TranslocoDirective,
    NzButtonComponent,
    NzDrawerComponent,
    NzDrawerContentDirective,
    NzIconDirective,
    EmptyNote,
    FirstSteps,
    ListFrame,
    LogFilterBar,
    LogTable,
    RequestDetail,
    Sentinel,
    Toggle,
  ],
  templateUrl: './request-log.html',
  styleUrl: './request-log.css',
})
export class RequestLog {
  // Filters and the open entry live in the address, bound by the router.
  readonly userId = input<string>();
  readonly keyId = input<string>();
  readonly providerId = input<string>();
  readonly model = input<string>();
  readonly sessionId = input<string>();
  readonly status = input<string>();
  readonly errorCode = input<string>();
  readonly from = input<string>();
  readonly to = input<string>();
  readonly entry = input<string>();

  private readonly http = inject(HttpClient);
  private readonly router = inject(Router);
  private readonly problems = inject(ProblemToast);
  private readonly scroll = inject(PageScroll);

  protected readonly filters = computed<LogFilters>(() => ({
    userId: this.userId(),
    keyId: this.keyId(),
    providerId: this.providerId(),
    model: this.model(),
    sessionId: this.sessionId(),
    status: this.status(),
    errorCode: this.errorCode(),
    from: this.from(),
    to: this.to(),
  }));
  protected readonly filterCount = computed(() => countFilters(this.filters()));
  protected readonly isLive = signal(true);
  protected readonly areFiltersOpen = linkedSignal(() => this.filterCount() > 0);
  protected readonly isLoadingOlder = signal(false);

  private readonly params = computed(() => ({ ...toParams(this.filters()), limit: String(LOG_PAGE_SIZE) }), {
    equal: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });
  private readonly newest = httpResource<LogPage>(() => ({ url: USAGE_LOGS_URL, params: this.params() }));
  protected readonly list = loadable(this.newest);

  protected readonly feed = linkedSignal<FeedSource, LogFeed>({
    source: () => ({
      params: this.params(),
      page: this.newest.hasValue() ? this.newest.value() : undefined,
      isAtTop: this.scroll.isAtTop(),
    }),
    computation: ({ params, page, isAtTop }, previous) => {
      if (!page) return previous?.value ?? EMPTY_FEED;
      const isSameList = previous?.source.params === params && previous.value !== EMPTY_FEED;
      return isSameList ? absorb(previous.value, page, isAtTop) : startFeed(page);
    },
  });
  protected readonly hasRows = computed(() => this.feed().rows.length > 0);

  constructor() {
    every(REFRESH_MS, () => {
      if (this.isLive() && !this.newest.isLoading()) this.newest.reload();
    });
  }

  protected filter(filters: LogFilters): void {
    const params = toParams(filters);
    const queryParams = Object.fromEntries(FILTER_NAMES.map((name) => [name, params[name] ?? null]));
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
    this.scroll.toTop();
  }

  protected open(entry: LogEntry | null): void {
    void this.router.navigate([], {
      queryParams: { entry: entry?.id ?? null },
      queryParamsHandling: 'merge',
    });
  }

  protected showWaiting(): void {
    this.scroll.toTop();
  }

  protected refresh(): void {
    this.newest.reload();
  }

  protected async loadOlder(): Promise<void> {
    const cursor = this.feed().olderCursor;
    if (!cursor || this.isLoadingOlder()) return;
    const params = this.params();
    this.isLoadingOlder.set(true);
    try {
      const page = await firstValueFrom(
        this.http.get<LogPage>(USAGE_LOGS_URL, { params: { ...params, cursor } }),
      );
      // The reader may have changed the filters while this page was on its way.
      if (params === this.params()) this.feed.update((feed) => appendOlder(feed, page));
    } catch (error) {
      this.problems.show(error);
    } finally {
      this.isLoadingOlder.set(false);
    }
  }
}

interface FeedSource {
  readonly params: Record<string, string>;
  readonly page: LogPage | undefined;
  readonly isAtTop: boolean;
}
