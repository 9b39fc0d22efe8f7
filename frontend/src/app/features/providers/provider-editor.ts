import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { allPages } from '../../core/all-pages';
import type { ApiProblem } from '../../core/api-problem';
import { changedFields } from '../../core/changed-fields';
import { toRefusal } from '../../core/field-errors';
import { loadable } from '../../core/loadable';
import { Permissions } from '../../core/permissions';
import { SavedToast } from '../../core/saved-toast';
import type { Editor } from '../../core/unsaved-changes.guard';
import { Confirm } from '../../ui/confirm';
import { Field } from '../../ui/field';
import { FormSection } from '../../ui/form-section';
import { ListFrame } from '../../ui/list-frame';
import { ProblemNote } from '../../ui/problem-note';
import { LimitFields } from '../limits/limit-fields';
import { LimitPanel } from '../limits/limit-panel';
import { CircuitPanel } from './circuit-panel';
import { ConnectionTest } from './connection-test';
import { EMPTY_PROVIDER, toDraft, toForm, type ProviderForm } from './provider-form';
import { PROVIDER_GROUPS_URL, type ProviderGroup } from './provider-groups-api';
import { providerRules } from './provider-rules';
import { PROVIDERS_URL, ProvidersApi, providerUrl, type Provider, type TestDraft } from './providers-api';
import { AccountSection } from './sections/account-section';
import { ChangesSection } from './sections/changes-section';
import { ChoiceSection } from './sections/choice-section';
import { ClientsSection } from './sections/clients-section';
import { ModelsSection } from './sections/models-section';
import { ResilienceSection } from './sections/resilience-section';

@Component({
  selector: 'cch-provider-editor',
  imports: [
    FormField,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzInputDirective,
    Field,
    FormSection,
    ListFrame,
    ProblemNote,
    AccountSection,
    ChangesSection,
    ChoiceSection,
    CircuitPanel,
    ClientsSection,
    ConnectionTest,
    LimitFields,
    LimitPanel,
    ModelsSection,
    ResilienceSection,
  ],
  templateUrl: './provider-editor.html',
  styleUrl: '../../ui/editor-page.css',
})
export class ProviderEditor implements Editor {
  /** Route parameter; absent for a new provider. */
  readonly id = input<string>();

  private readonly api = inject(ProvidersApi);
  private readonly router = inject(Router);
  private readonly confirm = inject(Confirm);
  private readonly saved = inject(SavedToast);
  private readonly permissions = inject(Permissions);

  private readonly stored = httpResource<Provider>(() => {
    const id = this.id();
    return id ? providerUrl(id) : undefined;
  });
  private readonly all = allPages<Provider>(() => PROVIDERS_URL);
  private readonly groupList = allPages<ProviderGroup>(() => PROVIDER_GROUPS_URL);

  protected readonly provider = loadable(this.stored);
  protected readonly isNew = computed(() => this.id() === undefined);
  protected readonly canWrite = computed(() => this.permissions.allows('providers:write'));
  private readonly initial = computed<ProviderForm>(() => {
    const provider = this.provider.value();
    return provider ? toForm(provider) : EMPTY_PROVIDER;
  });
  private readonly draft = linkedSignal<ProviderForm>(() => this.initial());
  protected readonly editor = form(this.draft, (path) => providerRules(path, () => this.isNew()));
  protected readonly hasChanges = computed(
    () => JSON.stringify(this.draft()) !== JSON.stringify(this.initial()),
  );
  protected readonly problem = signal<ApiProblem | undefined>(undefined);

  protected readonly groups = computed(() =>
    this.groupList.hasValue() ? this.groupList.value().map((group) => group.name) : [],
  );
  protected readonly others = computed(() =>
    this.all.hasValue() ? this.all.value().filter((other) => String(other.id) !== this.id()) : undefined,
  );
  /** What the connection test sends: the form as it is, saved or not. */
  protected readonly testDraft = computed<TestDraft>(() => {
    const { key, name, ...draft } = toDraft(this.draft());
    const stored = this.provider.value();
    return {
      ...draft,
      ...(name.trim() === '' ? {} : { name }),
      ...(key === '' ? {} : { key }),
      ...(stored ? { providerId: stored.id } : {}),
    };
  });
  // Names and notes are not sent anywhere, so a test can do without.
  protected readonly canTest = computed(() => {
    const { name, notes } = this.editor;
    return this.editor()
      .errorSummary()
      .every(({ fieldTree }) => fieldTree === name || fieldTree === notes);
  });

  mayLeave(): Promise<boolean> {
    return this.confirm.mayDiscard(this.hasChanges());
  }

  protected async save(): Promise<void> {
    this.problem.set(undefined);
    const isSaved = await submit(this.editor, async () => this.store());
    if (!isSaved || this.problem()) return;
    this.saved.show();
    await this.router.navigateByUrl('/providers');
  }

  private async store() {
    try {
      const provider = await this.send();
      this.stored.set(provider);
      this.draft.set(toForm(provider));
      return undefined;
    } catch (error) {
      const refusal = toRefusal(error, this.editor);
      this.problem.set(refusal.problem);
      return [...refusal.errors];
    }
  }

  private send(): Promise<Provider> {
    const draft = toDraft(this.draft());
    const id = this.id();
    if (id === undefined) return this.api.create(draft);
    // An empty key means "keep it" and equals the initial form's, so it is never sent.
    return this.api.change(Number(id), changedFields(toDraft(this.initial()), draft));
  }
}
