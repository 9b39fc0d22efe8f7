import { effect, inject, untracked } from '@angular/core';
import { PageVisibility } from './page-visibility';

/**
 * Runs an action every `periodMs` while the page is visible, and at once when it becomes visible again.
 * Call in an injection context; it stops with the caller.
 */
export function every(periodMs: number, action: () => void): void {
  const visibility = inject(PageVisibility);
  effect((onCleanup) => {
    if (!visibility.isVisible()) return;
    untracked(action);
    const timer = setInterval(action, periodMs);
    onCleanup(() => clearInterval(timer));
  });
}
