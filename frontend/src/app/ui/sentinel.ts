import { Component, DestroyRef, ElementRef, afterNextRender, inject, output } from '@angular/core';

const AHEAD_PX = 600;

/** An invisible mark that tells when the reader comes near it. */
@Component({ selector: 'cch-sentinel', template: '', styles: ':host { display: block; height: 1px; }' })
export class Sentinel {
  readonly reached = output();

  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly destroyRef = inject(DestroyRef);

  constructor() {
    afterNextRender(() => {
      const watch = (entries: IntersectionObserverEntry[]) => {
        if (entries.some((entry) => entry.isIntersecting)) this.reached.emit();
      };
      const root = this.element.nativeElement.closest('main');
      const observer = new IntersectionObserver(watch, { root, rootMargin: `${AHEAD_PX}px` });
      observer.observe(this.element.nativeElement);
      this.destroyRef.onDestroy(() => observer.disconnect());
    });
  }
}
