import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { LIST_LENGTHS, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzDatePickerComponent } from 'ng-zorro-antd/date-picker';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { allPages } from '../../core/all-pages';
import type { ApiProblem } from '../../core/api-problem';
import { changedFields } from '../../core/changed-fields';
import { toRefusal } from '../../core/field-errors';
import { listRule, textRule } from '../../core/form-rules';
import { Field } from '../../ui/field';
import { ProblemNote } from '../../ui/problem-note';
import {
  NO_CALLER_LIMITS,
  toCallerLimitForm,
  toCallerLimits,
  type CallerLimitForm,
} from '../limits/limit-form';
import { LimitFields } from '../limits/limit-fields';
import { callerLimitRules } from '../limits/limit-rules';
import { PROVIDER_GROUPS_URL, type ProviderGroup } from '../providers/provider-groups-api';
import { KeysApi, type ClientKey, type IssuedKey, type KeyDraft } from './keys-api';

interface KeyFormModel extends CallerLimitForm {
  readonly name: string;
  readonly expiresAt: Date | null;
  readonly providerGroups: readonly string[];
}

@Component({
  selector: 'cch-key-form',
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
  ],
  templateUrl: './key-form.html',
})
export class KeyForm {
  readonly userId = input.required<number>();
  /** Absent for a new key. */
  readonly key = input<ClientKey>();
  readonly issued = output<IssuedKey>();
  readonly changed = output<ClientKey>();
  readonly cancelled = output();

  private readonly api = inject(KeysApi);
  private readonly groupList = allPages<ProviderGroup>(() => PROVIDER_GROUPS_URL);
  private readonly initial = computed(() => toForm(this.key()));
  private readonly draft = linkedSignal<KeyFormModel>(() => this.initial());

  protected readonly editor = form(this.draft, (path) => {
    textRule(path.name, { min: 1, max: TEXT_LENGTHS.name });
    listRule(path.providerGroups, { items: LIST_LENGTHS.groups, length: TEXT_LENGTHS.groupName });
    callerLimitRules(path);
  });
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  protected readonly groups = computed(() => {
    const known = this.groupList.hasValue() ? this.groupList.value().map((group) => group.name) : [];
    return [...new Set([...known, ...this.draft().providerGroups])];
  });
  readonly hasChanges = computed(() => JSON.stringify(this.draft()) !== JSON.stringify(this.initial()));

  protected async save(): Promise<void> {
    this.problem.set(undefined);
    await submit(this.editor, async () => this.store());
  }

  private async store() {
    const draft = toDraft(this.draft());
    const key = this.key();
    try {
      if (key)
        this.changed.emit(await this.api.change(key.id, changedFields(toDraft(this.initial()), draft)));
      else this.issued.emit(await this.api.create(this.userId(), draft));
      return undefined;
    } catch (error) {
      const refusal = toRefusal(error, this.editor);
      this.problem.set(refusal.problem);
      return [...refusal.errors];
    }
  }
}

function toForm(key: ClientKey | undefined): KeyFormModel {
  return {
    name: key?.name ?? '',
    expiresAt: key?.expiresAt ? new Date(key.expiresAt) : null,
    providerGroups: key?.providerGroups ?? [],
    ...(key ? toCallerLimitForm(key) : NO_CALLER_LIMITS),
  };
}

function toDraft(form: KeyFormModel): KeyDraft {
  const { name, expiresAt, providerGroups } = form;
  return {
    name,
    expiresAt: expiresAt?.toISOString() ?? null,
    providerGroups: [...providerGroups],
    ...toCallerLimits(form),
  };
}
