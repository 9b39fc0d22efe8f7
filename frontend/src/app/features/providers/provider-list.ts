import { httpResource } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { allPages } from '../../core/all-pages';
import { every } from '../../core/every';
import { loadable } from '../../core/loadable';
import { Permissions } from '../../core/permissions';
import { ProblemToast } from '../../core/problem-toast';
import { Confirm } from '../../ui/confirm';
import { EmptyNote } from '../../ui/empty-note';
import { ListFrame } from '../../ui/list-frame';
import { SortHeader } from '../../ui/sort-header';
import {
  NO_FILTER,
  chosenRows,
  filterProviders,
  sortProviders,
  type ProviderFilter,
  type ProviderSort,
  type SortOrder,
} from './provider-view';
import { limitUsages } from '../limits/limit-usages';
import { BatchTest } from './batch-test';
import { CircuitActions } from './circuit-actions';
import { ProviderFilterBar } from './provider-filter-bar';
import { ProviderRow } from './provider-row';
import { CIRCUITS_URL, PROVIDERS_URL, ProvidersApi, type CircuitList, type Provider } from './providers-api';

const REFRESH_MS = 5000;

@Component({
  selector: 'cch-provider-list',
  imports: [
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzIconDirective,
    BatchTest,
    EmptyNote,
    ListFrame,
    ProviderFilterBar,
    ProviderRow,
    SortHeader,
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
  /** The connection test that is shown, if one is: at most one list, so that the next one begins from nothing. */
  protected readonly batches = signal<readonly (readonly Provider[])[]>([]);
  protected readonly all = computed(() => this.list.value() ?? []);
  protected readonly usages = limitUsages('provider', () => this.all().map(({ id }) => id));
  protected readonly filter = signal<ProviderFilter>(NO_FILTER);
  protected readonly order = signal<SortOrder<ProviderSort>>({ by: 'priority', isDescending: false });
  protected readonly rows = computed(() =>
    sortProviders(filterProviders(this.all(), this.filter()), this.order()),
  );
  /** Ids of the rows whose box is ticked, those that the filter hides included. */
  protected readonly picked = signal<ReadonlySet<number>>(new Set());
  protected readonly chosen = computed(() => chosenRows(this.rows(), this.picked()));
  protected readonly groups = computed(() =>
    [...new Set(this.all().flatMap((row) => row.groups))].toSorted(),
  );
  protected readonly canWrite = computed(() => this.permissions.allows('providers:write'));
  /** Ids of the switches that wait for the server. */
  protected readonly switching = signal<ReadonlySet<number>>(new Set());

  protected readonly noFilter = NO_FILTER;

  constructor() {
    every(REFRESH_MS, () => this.knownCircuits.reload());
  }

  protected test(providers: readonly Provider[]): void {
    this.batches.set([[...providers]]);
  }

  protected pick({ id }: Provider): void {
    this.picked.update((ids) =>
      ids.has(id) ? new Set([...ids].filter((other) => other !== id)) : new Set(ids).add(id),
    );
  }

  protected pickAll(): void {
    const isWhole = this.chosen()?.length === this.rows().length;
    this.picked.set(new Set(isWhole ? [] : this.rows().map(({ id }) => id)));
  }

  protected async openCircuit(provider: Provider): Promise<void> {
    if (await this.actions.open(provider)) this.knownCircuits.reload();
  }

  protected async resetCircuit(provider: Provider): Promise<void> {
    if (await this.actions.reset(provider)) this.knownCircuits.reload();
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
