import { HttpClient, httpResource } from '@angular/common/http';
import { computed, inject, linkedSignal, signal, type Signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { loadable, type Loadable } from './loadable';
import { ProblemToast } from './problem-toast';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface ListRequest {
  readonly url: string;
  readonly params: Readonly<Record<string, string>>;
}

/** A list that grows page by page. */
export interface PagedList<T> {
  readonly state: Loadable<unknown>;
  readonly rows: Signal<readonly T[]>;
  readonly hasMore: Signal<boolean>;
  readonly isLoadingMore: Signal<boolean>;
  loadMore(): Promise<void>;
  reload(): void;
  /** Puts a changed row in the place of the old one, without asking the server for the list again. */
  replace(isSame: (row: T) => boolean, row: T): void;
  /** Takes a deleted row out, likewise. */
  remove(isGone: (row: T) => boolean): void;
}

/** Reads a cursor-paged list of the admin API. Call in an injection context. */
export function pagedList<T>(request: () => ListRequest | undefined): PagedList<T> {
  const http = inject(HttpClient);
  const problems = inject(ProblemToast);
  const first = httpResource<Page<T>>(request);
  const state = loadable<Page<T>>(first);
  const shown = linkedSignal<Page<T>>(() => state.value() ?? { items: [], nextCursor: null });
  const isLoadingMore = signal(false);

  async function loadMore(): Promise<void> {
    const asked = request();
    const before = shown();
    if (!asked || !before.nextCursor || isLoadingMore()) return;
    isLoadingMore.set(true);
    try {
      const params = { ...asked.params, cursor: before.nextCursor };
      const page = await firstValueFrom(http.get<Page<T>>(asked.url, { params }));
      // Another list may have taken this one's place while the page was on its way.
      if (shown() === before)
        shown.set({ items: [...before.items, ...page.items], nextCursor: page.nextCursor });
    } catch (error) {
      problems.show(error);
    } finally {
      isLoadingMore.set(false);
    }
  }

  return {
    state,
    rows: computed(() => shown().items),
    hasMore: computed(() => shown().nextCursor !== null),
    isLoadingMore: isLoadingMore.asReadonly(),
    loadMore,
    reload: () => void first.reload(),
    replace: (isSame, row) =>
      shown.update((page) => ({ ...page, items: page.items.map((old) => (isSame(old) ? row : old)) })),
    remove: (isGone) =>
      shown.update((page) => ({ ...page, items: page.items.filter((row) => !isGone(row)) })),
  };
}
