import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzDrawerComponent, NzDrawerContentDirective } from 'ng-zorro-antd/drawer';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { allPages } from '../../core/all-pages';
import { loadable } from '../../core/loadable';
import { Permissions } from '../../core/permissions';
import { ProblemToast } from '../../core/problem-toast';
import type { Editor } from '../../core/unsaved-changes.guard';
import { Confirm } from '../../ui/confirm';
import { EmptyNote } from '../../ui/empty-note';
import { ListFrame } from '../../ui/list-frame';
import { ProviderGroupForm } from './provider-group-form';
import { PROVIDER_GROUPS_URL, ProviderGroupsApi, type ProviderGroup } from './provider-groups-api';

@Component({
  selector: 'cch-provider-groups',
  imports: [
    TranslocoDirective,
    NzButtonComponent,
    NzDrawerComponent,
    NzDrawerContentDirective,
    NzIconDirective,
    EmptyNote,
    ListFrame,
    ProviderGroupForm,
  ],
  templateUrl: './provider-groups.html',
  styleUrl: './provider-groups.css',
})
export class ProviderGroups implements Editor {
  private readonly api = inject(ProviderGroupsApi);
  private readonly confirm = inject(Confirm);
  private readonly problems = inject(ProblemToast);
  private readonly permissions = inject(Permissions);

  private readonly resource = allPages<ProviderGroup>(() => PROVIDER_GROUPS_URL);
  protected readonly list = loadable(this.resource);
  protected readonly rows = computed(() => this.list.value() ?? []);
  protected readonly canWrite = computed(() => this.permissions.allows('providers:write'));
  /** The group in the drawer; `new` for one to create. */
  protected readonly edited = signal<ProviderGroup | 'new' | null>(null);

  private readonly form = viewChild(ProviderGroupForm);

  mayLeave(): Promise<boolean> {
    return this.confirm.mayDiscard(this.form()?.hasChanges() ?? false);
  }

  protected async close(): Promise<void> {
    if (await this.mayLeave()) this.edited.set(null);
  }

  protected stored(): void {
    this.edited.set(null);
    this.resource.reload();
  }

  protected async remove(group: ProviderGroup): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'groups.delete.title',
      text: 'groups.delete.text',
      yes: 'action.delete',
      params: { name: group.name },
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await this.api.remove(group.id);
      this.resource.reload();
    } catch (error) {
      this.problems.show(error);
    }
  }

  protected isUsed(group: ProviderGroup): boolean {
    return group.userCount + group.keyCount + group.providerCount > 0;
  }
}
