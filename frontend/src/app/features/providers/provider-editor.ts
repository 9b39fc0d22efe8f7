import { httpResource } from '@angular/common/http';
import { Component, computed, inject, input, linkedSignal, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { Router, RouterLink } from '@angular/router';
import { PROVIDER_TYPES } from '@cch/contracts/provider-types';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzInputNumberComponent } from 'ng-zorro-antd/input-number';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
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
import { Toggle } from '../../ui/toggle';
import { TYPE_EXAMPLES, exampleAddress } from './example-address';
import { CircuitPanel } from './circuit-panel';
import { ConnectionTest } from './connection-test';
import { GroupPriorities } from './group-priorities';
import { ModelRedirects } from './model-redirects';
import { ModelRules } from './model-rules';
import { EMPTY_PROVIDER, providerRules, toDraft, toForm, type ProviderForm } from './provider-form';
import { PROVIDER_GROUPS_URL, type ProviderGroup } from './provider-groups-api';
import { PROVIDERS_URL, ProvidersApi, providerUrl, type Provider, type TestDraft } from './providers-api';
import { ChangesSection } from './sections/changes-section';
import { ClientsSection } from './sections/clients-section';
import { ResilienceSection } from './sections/resilience-section';
import { trafficShare } from './traffic-share';

@Component({
  selector: 'cch-provider-editor',
  imports: [
    FormField,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzInputDirective,
    NzInputNumberComponent,
    NzOptionComponent,
    NzSelectComponent,
    Field,
    FormSection,
    ListFrame,
    ChangesSection,
    CircuitPanel,
    ClientsSection,
    ConnectionTest,
    GroupPriorities,
    ModelRedirects,
    ModelRules,
    ProblemNote,
    ResilienceSection,
    Toggle,
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
  private readonly others = allPages<Provider>(() => PROVIDERS_URL);
  private readonly groupList = allPages<ProviderGroup>(() => PROVIDER_GROUPS_URL);

  protected readonly provider = loadable(this.stored);
  protected readonly isNew = computed(() => this.id() === undefined);
  protected readonly canWrite = computed(() => this.permissions.allows('providers:write'));
  private readonly initial = computed<ProviderForm>(() => {
    const provider = this.provider.value();
    return provider ? toForm(provider) : EMPTY_PROVIDER;
  });
  protected readonly draft = linkedSignal<ProviderForm>(() => this.initial());
  protected readonly editor = form(this.draft, (path) => providerRules(path, () => this.isNew()));
  protected readonly hasChanges = computed(
    () => JSON.stringify(this.draft()) !== JSON.stringify(this.initial()),
  );
  protected readonly problem = signal<ApiProblem | undefined>(undefined);

  protected readonly types = PROVIDER_TYPES;
  protected readonly groups = computed(() => {
    const known = this.groupList.hasValue() ? this.groupList.value().map((group) => group.name) : [];
    return [...new Set([...known, ...this.draft().groups])];
  });
  protected readonly urlExample = computed(() => TYPE_EXAMPLES[this.draft().type].base);
  protected readonly target = computed(() => exampleAddress(this.draft().url, this.draft().type));
  protected readonly share = computed(() => {
    const { type, isEnabled, priority, weight, groups } = this.draft();
    if (priority === null || weight === null || !this.others.hasValue()) return undefined;
    const others = this.others.value().filter((other) => String(other.id) !== this.id());
    return trafficShare({ type, isEnabled, priority, weight, groups }, others);
  });

  mayLeave(): Promise<boolean> {
    return this.confirm.mayDiscard(this.hasChanges());
  }

  protected shareText(rivals: number): 'alone' | 'percentOne' | 'percent' {
    if (rivals === 0) return 'alone';
    return rivals === 1 ? 'percentOne' : 'percent';
  }

  /** What the connection test sends: the form as it is, saved or not. */
  protected readonly testDraft = computed<TestDraft>(() => {
    const { key, ...draft } = toDraft(this.draft());
    const stored = this.provider.value();
    return { ...draft, ...(key === '' ? {} : { key }), ...(stored ? { providerId: stored.id } : {}) };
  });

  protected setFallback(proxyFallbackToDirect: boolean): void {
    this.draft.update((draft) => ({ ...draft, proxyFallbackToDirect }));
  }

  protected setEnabled(isEnabled: boolean): void {
    this.draft.update((draft) => ({ ...draft, isEnabled }));
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
