import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { LIMIT_KINDS } from '@cch/contracts/limit-kinds';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { Permissions } from '../../core/permissions';
import { SelectLabel } from '../../ui/select-label';
import { keysUrl, type KeyPage } from '../keys/keys-api';
import { USERS_URL, type UserPage } from '../users/users-api';
import { BUCKETS, RANGES, bucketOf, isNarrowed, rangeOf, type RefusalFilters } from './refusal-filters';

/** Providers at a limit refuse nobody, so theirs are not among these. */
const REFUSING_SUBJECTS = ['user', 'key'] as const;

@Component({
  selector: 'cch-refusal-filter-bar',
  imports: [
    FormsModule,
    TranslocoDirective,
    NzButtonComponent,
    NzOptionComponent,
    NzSelectComponent,
    SelectLabel,
  ],
  templateUrl: './refusal-filter-bar.html',
  styleUrl: './refusal-filter-bar.css',
})
export class RefusalFilterBar {
  readonly filters = input.required<RefusalFilters>();
  readonly changed = output<RefusalFilters>();

  private readonly permissions = inject(Permissions);
  private readonly userPage = httpResource<UserPage>(() =>
    this.permissions.allows('users:read') ? { url: USERS_URL, params: { limit: 200 } } : undefined,
  );
  private readonly keyPage = httpResource<KeyPage>(() => {
    const userId = Number(this.filters().userId);
    return userId > 0 ? { url: keysUrl(userId), params: { limit: 200 } } : undefined;
  });

  protected readonly ranges = RANGES;
  protected readonly buckets = BUCKETS;
  protected readonly kinds = LIMIT_KINDS;
  protected readonly subjects = REFUSING_SUBJECTS;
  protected readonly range = computed(() => rangeOf(this.filters()));
  protected readonly bucket = computed(() => bucketOf(this.filters()));
  protected readonly users = computed(() => (this.userPage.hasValue() ? this.userPage.value().items : []));
  protected readonly keys = computed(() => (this.keyPage.hasValue() ? this.keyPage.value().items : []));
  protected readonly isNarrowed = computed(() => isNarrowed(this.filters()));

  protected change(part: Partial<RefusalFilters>): void {
    this.changed.emit({ ...this.filters(), ...part });
  }

  protected clear(): void {
    const { range, by } = this.filters();
    this.changed.emit({ range, by });
  }
}
