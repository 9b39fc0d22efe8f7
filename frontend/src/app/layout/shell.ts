import { Component, afterNextRender, inject, signal, viewChild, type ElementRef } from '@angular/core';
import { RouterLink, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { PageScroll } from '../core/page-scroll';
import { readChoice, storeChoice } from '../core/stored-choice';
import { AccountMenu } from './account-menu';
import { DegradedBanner } from './degraded-banner';
import { LanguageSwitch } from './language-switch';
import { SideNav } from './side-nav';
import { ThemeSwitch } from './theme-switch';

@Component({
  selector: 'cch-shell',
  imports: [
    RouterLink,
    RouterOutlet,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
    AccountMenu,
    DegradedBanner,
    LanguageSwitch,
    SideNav,
    ThemeSwitch,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
})
export class Shell {
  protected readonly isCollapsed = signal(readChoice('nav') === 'collapsed');
  /** The narrow-screen drawer. */
  protected readonly isNavOpen = signal(false);

  private readonly scroll = inject(PageScroll);
  private readonly area = viewChild<ElementRef<HTMLElement>>('area');

  constructor() {
    afterNextRender(() => {
      const area = this.area();
      if (area) this.scroll.attach(area.nativeElement);
    });
  }

  protected toggleCollapsed(): void {
    this.isCollapsed.update((isCollapsed) => !isCollapsed);
    storeChoice('nav', this.isCollapsed() ? 'collapsed' : 'open');
  }
}
