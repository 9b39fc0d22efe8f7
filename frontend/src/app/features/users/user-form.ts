import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { PERMISSION_ROLES } from '@cch/contracts/roles';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzDatePickerComponent } from 'ng-zorro-antd/date-picker';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { allPages } from '../../core/all-pages';
import type { ApiProblem } from '../../core/api-problem';
import { changedFields } from '../../core/changed-fields';
import { toRefusal } from '../../core/field-errors';
import { Field } from '../../ui/field';
import { ProblemNote } from '../../ui/problem-note';
import { Toggle } from '../../ui/toggle';
import { LimitFields } from '../limits/limit-fields';
import { PROVIDER_GROUPS_URL, type ProviderGroup } from '../providers/provider-groups-api';
import { EMPTY_USER, toDraft, toForm, userRules, type UserFormModel } from './user-form-model';
import { UsersApi, type User } from './users-api';

@Component({
  selector: 'cch-user-form',
  imports: [
    FormField,
    TranslocoDirective,
    NzButtonComponent,
    NzDatePickerComponent,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    Field,
    LimitFields,
    ProblemNote,
    Toggle,
  ],
  templateUrl: './user-form.html',
})
export class UserForm {
  /** Absent for a new user. */
  readonly user = input<User>();
  readonly stored = output<User>();
  readonly cancelled = output();

  private readonly api = inject(UsersApi);
  private readonly groupList = allPages<ProviderGroup>(() => PROVIDER_GROUPS_URL);
  private readonly initial = computed<UserFormModel>(() => {
    const user = this.user();
    return user ? toForm(user) : EMPTY_USER;
  });

  protected readonly draft = linkedSignal<UserFormModel>(() => this.initial());
  protected readonly editor = form(this.draft, userRules);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  protected readonly roles = PERMISSION_ROLES;
  protected readonly groups = computed(() => {
    const known = this.groupList.hasValue() ? this.groupList.value().map((group) => group.name) : [];
    return [...new Set([...known, ...this.draft().providerGroups])];
  });
  readonly hasChanges = computed(() => JSON.stringify(this.draft()) !== JSON.stringify(this.initial()));

  protected setEnabled(isEnabled: boolean): void {
    this.draft.update((draft) => ({ ...draft, isEnabled }));
  }

  protected async save(): Promise<void> {
    this.problem.set(undefined);
    await submit(this.editor, async () => this.store());
  }

  private async store() {
    try {
      this.stored.emit(await this.send());
      return undefined;
    } catch (error) {
      const refusal = toRefusal(error, this.editor);
      this.problem.set(refusal.problem);
      return [...refusal.errors];
    }
  }

  private send(): Promise<User> {
    const draft = toDraft(this.draft());
    const user = this.user();
    return user
      ? this.api.change(user.id, changedFields(toDraft(this.initial()), draft))
      : this.api.create(draft);
  }
}
