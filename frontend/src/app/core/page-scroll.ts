import { Service, signal } from '@angular/core';

const TOP_PX = 24;

/** The scrolling area of the shell, for pages that behave differently for a reader who is at the top. */
@Service()
export class PageScroll {
  private readonly atTop = signal(true);
  private area: HTMLElement | undefined;

  readonly isAtTop = this.atTop.asReadonly();

  attach(area: HTMLElement): void {
    this.area = area;
    area.addEventListener('scroll', () => this.atTop.set(area.scrollTop < TOP_PX), { passive: true });
  }

  toTop(): void {
    this.area?.scrollTo({ top: 0 });
  }
}
