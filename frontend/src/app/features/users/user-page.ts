import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzDrawerComponent, NzDrawerContentDirective } from 'ng-zorro-antd/drawer';
import { NzIconDirective } from 'ng-zorro-antd/icon';
import { loadable } from '../../core/loadable';
import { Permissions } from '../../core/permissions';
import { ProblemToast } from '../../core/problem-toast';
import { SavedToast } from '../../core/saved-toast';
import type { Editor } from '../../core/unsaved-changes.guard';
import { Confirm } from '../../ui/confirm';
import { Expiry } from '../../ui/expiry';
import { ListFrame } from '../../ui/list-frame';
import { StatusDot } from '../../ui/status-dot';
import { KeyList } from '../keys/key-list';
import { LimitPanel } from '../limits/limit-panel';
import { UserForm } from './user-form';
import { UsersApi, userUrl, type User } from './users-api';

@Component({
  selector: 'cch-user-page',
  imports: [
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzDrawerComponent,
    NzDrawerContentDirective,
    NzIconDirective,
    Expiry,
    KeyList,
    LimitPanel,
    ListFrame,
    StatusDot,
    UserForm,
  ],
  templateUrl: './user-page.html',
  styleUrl: './user-page.css',
})
export class UserPage implements Editor {
  /** Route parameter. */
  readonly id = input.required<string>();

  private readonly api = inject(UsersApi);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly problems = inject(ProblemToast);
  private readonly saved = inject(SavedToast);
  private readonly permissions = inject(Permissions);

  private readonly resource = httpResource<User>(() => userUrl(this.id()));
  protected readonly user = loadable(this.resource);
  protected readonly canWrite = computed(() => this.permissions.allows('users:write'));
  protected readonly isEditing = signal(false);
  private readonly form = viewChild(UserForm);
  private readonly keys = viewChild(KeyList);
  private readonly limits = viewChild(LimitPanel);

  async mayLeave(): Promise<boolean> {
    const isDirty = (this.isEditing() && this.form()?.hasChanges()) || this.keys()?.hasChanges();
    return this.confirm.mayDiscard(isDirty ?? false);
  }

  protected async closeForm(): Promise<void> {
    if (await this.confirm.mayDiscard(this.form()?.hasChanges() ?? false)) this.isEditing.set(false);
  }

  protected stored(user: User): void {
    this.resource.set(user);
    this.isEditing.set(false);
    this.saved.show();
    this.limits()?.reload();
  }

  /** The reset of a user counts for the keys as well. */
  protected limitsReset(): void {
    this.keys()?.reloadLimits();
  }

  protected async remove(user: User): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'users.delete.title',
      text: 'users.delete.text',
      yes: 'action.delete',
      params: { name: user.name, keys: user.keyCount },
      isDangerous: true,
    });
    if (!isSure) return;
    try {
      await this.api.remove(user.id);
      await this.router.navigateByUrl('/users');
    } catch (error) {
      this.problems.show(error);
    }
  }
}
