import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzTooltipDirective } from 'ng-zorro-antd/tooltip';
import { Permissions } from '../core/permissions';
import { NAV_GROUPS } from './nav-items';

@Component({
  selector: 'cch-side-nav',
  imports: [RouterLink, RouterLinkActive, TranslocoDirective, NzIconDirective, NzTooltipDirective],
  templateUrl: './side-nav.html',
  styleUrl: './side-nav.css',
})
export class SideNav {
  readonly isCollapsed = input.required<boolean>();
  readonly followed = output();

  private readonly permissions = inject(Permissions);

  protected readonly groups = computed(() =>
    NAV_GROUPS.map((group) => ({
      ...group,
      items: group.items.filter((item) => this.permissions.allows(item.permission)),
    })).filter((group) => group.items.length > 0),
  );
}
