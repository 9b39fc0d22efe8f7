import { Component, computed, inject, signal, viewChild } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzDrawerComponent, NzDrawerContentDirective } from 'ng-zorro-antd/drawer';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { debounced } from '../../core/debounced';
import { pagedList } from '../../core/paged-list';
import { Permissions } from '../../core/permissions';
import { ProblemToast } from '../../core/problem-toast';
import type { Editor } from '../../core/unsaved-changes.guard';
import { Confirm } from '../../ui/confirm';
import { EmptyNote } from '../../ui/empty-note';
import { Expiry } from '../../ui/expiry';
import { ListFrame } from '../../ui/list-frame';
import { Sentinel } from '../../ui/sentinel';
import { SortHeader } from '../../ui/sort-header';
import { TimeAgo } from '../../ui/time-ago';
import { Toggle } from '../../ui/toggle';
import { limitUsages } from '../limits/limit-usages';
import { WorstLimit } from '../limits/worst-limit';
import { UserForm } from './user-form';
import { USERS_URL, UsersApi, type User } from './users-api';
import { SelectLabel } from '../../ui/select-label';

@Component({
  selector: 'cch-user-list',
  imports: [
    FormsModule,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzDrawerComponent,
    NzDrawerContentDirective,
    NzIconDirective,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    EmptyNote,
    Expiry,
    ListFrame,
    Sentinel,
    SortHeader,
    TimeAgo,
    Toggle,
    UserForm,
    WorstLimit,
    SelectLabel,
  ],
  templateUrl: './user-list.html',
  styleUrl: './user-list.css',
})
export class UserList implements Editor {
  private readonly api = inject(UsersApi);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly problems = inject(ProblemToast);
  private readonly permissions = inject(Permissions);

  protected readonly search = signal('');
  private readonly searched = debounced(this.search, 250);
  protected readonly isEnabled = signal<boolean | null>(null);
  protected readonly order = signal<{ by: 'name' | 'createdAt'; isDescending: boolean }>({
    by: 'name',
    isDescending: false,
  });
  protected readonly isFiltered = computed(() => this.searched() !== '' || this.isEnabled() !== null);

  protected readonly list = pagedList<User>(() => ({ url: USERS_URL, params: this.params() }));
  protected readonly usages = limitUsages('user', () => this.list.rows().map(({ id }) => id));
  protected readonly canWrite = computed(() => this.permissions.allows('users:write'));
  /** Ids of the switches that wait for the server. */
  protected readonly switching = signal<ReadonlySet<number>>(new Set());
  protected readonly isCreating = signal(false);
  private readonly form = viewChild(UserForm);

  mayLeave(): Promise<boolean> {
    return this.confirm.mayDiscard(this.isCreating() && (this.form()?.hasChanges() ?? false));
  }

  protected clearFilter(): void {
    this.search.set('');
    this.isEnabled.set(null);
  }

  protected async closeForm(): Promise<void> {
    if (await this.mayLeave()) this.isCreating.set(false);
  }

  /** A new user needs a key next, and their page is where keys are made. */
  protected async created(user: User): Promise<void> {
    this.isCreating.set(false);
    await this.router.navigate(['/users', user.id]);
  }

  protected async setEnabled(user: User, isEnabled: boolean): Promise<void> {
    this.switching.update((ids) => new Set(ids).add(user.id));
    try {
      const changed = await this.api.change(user.id, { isEnabled });
      this.list.replace((row) => row.id === changed.id, changed);
    } catch (error) {
      this.problems.show(error);
    } finally {
      this.switching.update((ids) => new Set([...ids].filter((id) => id !== user.id)));
    }
  }

  private params(): Record<string, string> {
    const { by, isDescending } = this.order();
    const isEnabled = this.isEnabled();
    return {
      limit: '50',
      sort: isDescending ? `-${by}` : by,
      ...(this.searched() ? { q: this.searched() } : {}),
      ...(isEnabled === null ? {} : { isEnabled: String(isEnabled) }),
    };
  }
}
