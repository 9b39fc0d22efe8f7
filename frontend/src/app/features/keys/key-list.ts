import { CdkMenu, CdkMenuItem, CdkMenuTrigger } from '@angular/cdk/menu';
import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { RouterLink } from '@angular/router';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzDrawerComponent, NzDrawerContentDirective } from 'ng-zorro-antd/drawer';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { pagedList } from '../../core/paged-list';
import { Permissions } from '../../core/permissions';
import { ProblemToast } from '../../core/problem-toast';
import { Confirm } from '../../ui/confirm';
import { EmptyNote } from '../../ui/empty-note';
import { Expiry } from '../../ui/expiry';
import { ListFrame } from '../../ui/list-frame';
import { TimeAgo } from '../../ui/time-ago';
import { Toggle } from '../../ui/toggle';
import { LimitPanel } from '../limits/limit-panel';
import { limitUsages } from '../limits/limit-usages';
import { WorstLimit } from '../limits/worst-limit';
import { ClientSetupDialog } from './client-setup-dialog';
import { KeyForm } from './key-form';
import { KeysApi, keysUrl, type ClientKey, type IssuedKey } from './keys-api';

/** The keys of one user. */
@Component({
  selector: 'cch-key-list',
  imports: [
    CdkMenu,
    CdkMenuItem,
    CdkMenuTrigger,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzDrawerComponent,
    NzDrawerContentDirective,
    NzIconDirective,
    EmptyNote,
    Expiry,
    KeyForm,
    LimitPanel,
    ListFrame,
    TimeAgo,
    Toggle,
    WorstLimit,
  ],
  templateUrl: './key-list.html',
  styleUrl: './key-list.css',
})
export class KeyList {
  readonly userId = input.required<number>();
  readonly userName = input.required<string>();

  private readonly api = inject(KeysApi);
  private readonly confirm = inject(Confirm);
  private readonly problems = inject(ProblemToast);
  private readonly permissions = inject(Permissions);
  protected readonly setup = inject(ClientSetupDialog);

  protected readonly list = pagedList<ClientKey>(() => ({
    url: keysUrl(this.userId()),
    params: { limit: '50' },
  }));
  protected readonly usages = limitUsages('key', () => this.list.rows().map(({ id }) => id));
  /** Id of the key whose limits are shown below its row. */
  protected readonly unfolded = signal<number | null>(null);
  protected readonly canWrite = computed(() => this.permissions.allows('users:write'));
  /** Ids of the switches that wait for the server. */
  protected readonly switching = signal<ReadonlySet<number>>(new Set());
  /** The key in the drawer; `new` for one to create. */
  protected readonly edited = signal<ClientKey | 'new' | null>(null);
  private readonly form = viewChild(KeyForm);
  readonly hasChanges = computed(() => this.edited() !== null && (this.form()?.hasChanges() ?? false));

  reloadLimits(): void {
    this.usages.reload();
  }

  protected unfold({ id }: ClientKey): void {
    this.unfolded.update((shown) => (shown === id ? null : id));
  }

  protected async close(): Promise<void> {
    if (await this.confirm.mayDiscard(this.hasChanges())) this.edited.set(null);
  }

  protected issued(key: IssuedKey): void {
    this.edited.set(null);
    this.list.reload();
    void this.setup.openForKey(key);
  }

  protected changed(key: ClientKey): void {
    this.edited.set(null);
    this.list.replace((row) => row.id === key.id, key);
    this.usages.reload();
  }

  protected async setEnabled(key: ClientKey, isEnabled: boolean): Promise<void> {
    this.switching.update((ids) => new Set(ids).add(key.id));
    try {
      this.changed(await this.api.change(key.id, { isEnabled }));
    } catch (error) {
      this.problems.show(error);
    } finally {
      this.switching.update((ids) => new Set([...ids].filter((id) => id !== key.id)));
    }
  }

  protected async rotate(key: ClientKey): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'keys.rotate.title',
      text: 'keys.rotate.text',
      yes: 'keys.rotate.yes',
      params: { name: key.name },
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      this.issued(await this.api.rotate(key.id));
    } catch (error) {
      this.problems.show(error);
    }
  }

  protected async remove(key: ClientKey): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'keys.delete.title',
      text: 'keys.delete.text',
      yes: 'action.delete',
      params: { name: key.name },
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await this.api.remove(key.id);
      this.list.reload();
    } catch (error) {
      this.problems.show(error);
    }
  }
}
