import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, output } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { GATEWAY_ERRORS } from '@cch/contracts/error-codes';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzDatePickerComponent, NzRangePickerComponent } from 'ng-zorro-antd/date-picker';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { Permissions } from '../../core/permissions';
import { keysUrl, type KeyPage } from '../keys/keys-api';
import { PROVIDERS_URL, type ProviderPage } from '../providers/providers-api';
import { USERS_URL, type UserPage } from '../users/users-api';
import { countFilters, type LogFilters } from './log-filters';
import { SelectLabel } from '../../ui/select-label';

const STATUS_CHOICES = [
  '200',
  '400',
  '401',
  '403',
  '404',
  '413',
  '429',
  '499',
  '500',
  '502',
  '503',
  '504',
] as const;

@Component({
  selector: 'cch-log-filter-bar',
  imports: [
    FormsModule,
    TranslocoDirective,
    NzButtonComponent,
    NzDatePickerComponent,
    NzInputDirective,
    NzOptionComponent,
    NzRangePickerComponent,
    NzSelectComponent,
    SelectLabel,
  ],
  templateUrl: './log-filter-bar.html',
  styleUrl: './log-filter-bar.css',
})
export class LogFilterBar {
  readonly filters = input.required<LogFilters>();
  readonly changed = output<LogFilters>();

  private readonly permissions = inject(Permissions);
  private readonly userPage = httpResource<UserPage>(() =>
    this.permissions.allows('users:read') ? { url: USERS_URL, params: { limit: 200 } } : undefined,
  );
  private readonly keyPage = httpResource<KeyPage>(() => {
    const userId = this.filters().userId;
    return userId ? { url: keysUrl(Number(userId)), params: { limit: 200 } } : undefined;
  });
  private readonly providerPage = httpResource<ProviderPage>(() =>
    this.permissions.allows('providers:read') ? { url: PROVIDERS_URL, params: { limit: 200 } } : undefined,
  );

  protected readonly users = computed(() => (this.userPage.hasValue() ? this.userPage.value().items : []));
  protected readonly keys = computed(() => (this.keyPage.hasValue() ? this.keyPage.value().items : []));
  protected readonly providers = computed(() =>
    this.providerPage.hasValue() ? this.providerPage.value().items : [],
  );
  protected readonly statuses = STATUS_CHOICES;
  protected readonly errorCodes = Object.keys(GATEWAY_ERRORS);
  protected readonly hasFilters = computed(() => countFilters(this.filters()) > 0);
  protected readonly range = computed(() => {
    const { from, to } = this.filters();
    return from && to ? [new Date(from), new Date(to)] : [];
  });

  protected change(part: Partial<LogFilters>): void {
    this.changed.emit({ ...this.filters(), ...part });
  }

  /** A key belongs to one user, so another user's key goes with the old choice. */
  protected changeUser(userId: string | null): void {
    this.change({ userId: userId ?? undefined, keyId: undefined });
  }

  protected changeRange(range: readonly (Date | null)[] | null): void {
    this.change({ from: range?.[0]?.toISOString(), to: range?.[1]?.toISOString() });
  }

  protected changeText(name: 'model' | 'sessionId', event: Event): void {
    if (event.target instanceof HTMLInputElement)
      this.change({ [name]: event.target.value.trim() || undefined });
  }
}
