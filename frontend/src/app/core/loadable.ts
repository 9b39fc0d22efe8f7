import { computed, linkedSignal, type ResourceRef, type Signal } from '@angular/core';
import { toProblem, type ApiProblem } from './api-problem';

/** A resource as a page shows it: the last good value stays while a newer one is fetched or could not be. */
export interface Loadable<T> {
  readonly value: Signal<T | undefined>;
  readonly isLoading: Signal<boolean>;
  readonly problem: Signal<ApiProblem | null>;
  /** When the shown value arrived, in milliseconds since 1970. */
  readonly loadedAt: Signal<number | undefined>;
  reload(): void;
}

interface Kept<T> {
  readonly value: T | undefined;
  readonly at: number | undefined;
}

export function loadable<T>(resource: ResourceRef<T | undefined>): Loadable<T> {
  const kept = linkedSignal<T | undefined, Kept<T>>({
    source: () => (resource.hasValue() ? resource.value() : undefined),
    computation: (value, previous) =>
      value === undefined
        ? (previous?.value ?? { value: undefined, at: undefined })
        : { value, at: Date.now() },
  });
  return {
    value: computed(() => kept().value),
    isLoading: resource.isLoading,
    problem: computed(() => {
      const error = resource.error();
      return error ? toProblem(error) : null;
    }),
    loadedAt: computed(() => kept().at),
    reload: () => void resource.reload(),
  };
}
