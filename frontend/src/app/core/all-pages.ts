import { HttpClient } from '@angular/common/http';
import { inject, resource, type ResourceRef } from '@angular/core';
import { firstValueFrom } from 'rxjs';

const PAGE_LIMIT = 200;
const PAGES_MAX = 25;

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/**
 * Reads every page of a list that is short by nature (providers, groups), so that it can be searched, sorted and
 * used as choices in the browser. `url` undefined: reads nothing. Call in an injection context.
 */
export function allPages<T>(url: () => string | undefined): ResourceRef<readonly T[] | undefined> {
  const http = inject(HttpClient);
  return resource({ params: url, loader: ({ params }) => readAll<T>(http, params) });
}

async function readAll<T>(http: HttpClient, url: string): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let count = 0; count < PAGES_MAX; count++) {
    const params: Record<string, string | number> = cursor
      ? { limit: PAGE_LIMIT, cursor }
      : { limit: PAGE_LIMIT };
    const page: Page<T> = await firstValueFrom(http.get<Page<T>>(url, { params }));
    items.push(...page.items);
    cursor = page.nextCursor;
    if (!cursor) break;
  }
  return items;
}
