import { effect, signal, type Signal } from '@angular/core';

/** Follows a text once its typist paused, so that a search asks once per word and not once per letter. */
export function debounced(source: Signal<string>, pauseMs: number): Signal<string> {
  const settled = signal(source().trim());
  effect((onCleanup) => {
    const text = source().trim();
    const timer = setTimeout(() => settled.set(text), pauseMs);
    onCleanup(() => clearTimeout(timer));
  });
  return settled.asReadonly();
}
