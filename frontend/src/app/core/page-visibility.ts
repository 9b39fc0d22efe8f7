import { DOCUMENT, Service, inject, signal } from '@angular/core';

/** Whether somebody can see the page; whatever refreshes by itself pauses while nobody can. */
@Service()
export class PageVisibility {
  private readonly document = inject(DOCUMENT);
  private readonly visible = signal(this.document.visibilityState === 'visible');

  readonly isVisible = this.visible.asReadonly();

  constructor() {
    this.document.addEventListener('visibilitychange', () =>
      this.visible.set(this.document.visibilityState === 'visible'),
    );
  }
}
