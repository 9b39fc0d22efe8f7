import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { RouterLink } from '@angular/router';
import { PROVIDER_TYPES } from '@cch/contracts/provider-types';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { allPages } from '../../core/all-pages';
import { every } from '../../core/every';
import { loadable } from '../../core/loadable';
import { Permissions } from '../../core/permissions';
import { ProblemToast } from '../../core/problem-toast';
import { Confirm } from '../../ui/confirm';
import { EmptyNote } from '../../ui/empty-note';
import { ListFrame } from '../../ui/list-frame';
import { SortHeader } from '../../ui/sort-header';
import { Toggle } from '../../ui/toggle';
import {
  NO_FILTER,
  filterProviders,
  sortProviders,
  urlHost,
  type ProviderFilter,
  type ProviderSort,
  type SortOrder,
} from './provider-view';
import { BatchTest } from './batch-test';
import { CircuitActions } from './circuit-actions';
import { CircuitBadge } from './circuit-badge';
import { CIRCUITS_URL, PROVIDERS_URL, ProvidersApi, type CircuitList, type Provider } from './providers-api';
import { SelectLabel } from '../../ui/select-label';

const REFRESH_MS = 5000;

@Component({
  selector: 'cch-provider-list',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    FormsModule,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    BatchTest,
    CircuitBadge,
    EmptyNote,
    ListFrame,
    SortHeader,
    Toggle,
    SelectLabel,
  ],
  templateUrl: './provider-list.html',
  styleUrl: './provider-list.css',
})
export class ProviderList {
  private readonly api = inject(ProvidersApi);
  private readonly problems = inject(ProblemToast);
  private readonly confirm = inject(Confirm);
  private readonly permissions = inject(Permissions);

  private readonly resource = allPages<Provider>(() => PROVIDERS_URL);
  private readonly circuitList = httpResource<CircuitList>(() => CIRCUITS_URL);
  private readonly actions = inject(CircuitActions);
  protected readonly list = loadable(this.resource);
  private readonly knownCircuits = loadable(this.circuitList);
  protected readonly circuits = computed(
    () => new Map(this.knownCircuits.value()?.items.map((circuit) => [circuit.providerId, circuit])),
  );
  /** Providers of the connection test that is shown. */
  protected readonly tested = signal<readonly Provider[] | undefined>(undefined);
  protected readonly all = computed(() => this.list.value() ?? []);
  protected readonly filter = signal<ProviderFilter>(NO_FILTER);
  protected readonly order = signal<SortOrder<ProviderSort>>({ by: 'priority', isDescending: false });
  protected readonly rows = computed(() =>
    sortProviders(filterProviders(this.all(), this.filter()), this.order()),
  );
  protected readonly groups = computed(() =>
    [...new Set(this.all().flatMap((row) => row.groups))].toSorted(),
  );
  protected readonly canWrite = computed(() => this.permissions.allows('providers:write'));
  /** Ids of the switches that wait for the server. */
  protected readonly switching = signal<ReadonlySet<number>>(new Set());

  protected readonly types = PROVIDER_TYPES;
  protected readonly noFilter = NO_FILTER;
  protected readonly hostOf = urlHost;

  constructor() {
    every(REFRESH_MS, () => this.knownCircuits.reload());
  }

  protected testAll(): void {
    this.tested.set(this.rows());
  }

  protected test(provider: Provider): void {
    this.tested.set(undefined);
    queueMicrotask(() => this.tested.set([provider])); // a new test, not the one before with other providers
  }

  protected async openCircuit(provider: Provider): Promise<void> {
    if (await this.actions.open(provider)) this.knownCircuits.reload();
  }

  protected async resetCircuit(provider: Provider): Promise<void> {
    if (await this.actions.reset(provider)) this.knownCircuits.reload();
  }

  protected narrow(part: Partial<ProviderFilter>): void {
    this.filter.update((filter) => ({ ...filter, ...part }));
  }

  protected async setEnabled(provider: Provider, isEnabled: boolean): Promise<void> {
    this.switching.update((ids) => new Set(ids).add(provider.id));
    try {
      const changed = await this.api.change(provider.id, { isEnabled });
      this.resource.update((rows) => rows?.map((row) => (row.id === changed.id ? changed : row)));
    } catch (error) {
      this.problems.show(error);
    } finally {
      this.switching.update((ids) => new Set([...ids].filter((id) => id !== provider.id)));
    }
  }

  protected async remove(provider: Provider): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'providers.delete.title',
      text: 'providers.delete.text',
      yes: 'action.delete',
      params: { name: provider.name },
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await this.api.remove(provider.id);
      this.resource.update((rows) => rows?.filter((row) => row.id !== provider.id));
    } catch (error) {
      this.problems.show(error);
    }
  }
}
