import { httpResource } from '@angular/common/http';
import { Component, computed, inject, linkedSignal, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { OUTAGE_POLICIES } from '@cch/contracts/limit-kinds';
import { BILLED_MODELS, UNPRICED_POLICIES } from '@cch/contracts/settings';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputNumberComponent } from 'ng-zorro-antd/input-number';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import type { ApiProblem } from '../../core/api-problem';
import { toRefusal } from '../../core/field-errors';
import { loadable } from '../../core/loadable';
import { Permissions } from '../../core/permissions';
import { ProblemToast } from '../../core/problem-toast';
import { SavedToast } from '../../core/saved-toast';
import { SystemInfo } from '../../core/system-info';
import type { Editor } from '../../core/unsaved-changes.guard';
import { Confirm } from '../../ui/confirm';
import { Field } from '../../ui/field';
import { FormSection } from '../../ui/form-section';
import { ListFrame } from '../../ui/list-frame';
import { ProblemNote } from '../../ui/problem-note';
import { OutagePolicies } from './outage-policies';
import { SettingSource } from './setting-source';
import { SETTINGS_URL, SettingsApi, type SettingName, type SettingsView } from './settings-api';
import {
  UNKNOWN_SETTINGS,
  settingsRules,
  toForm,
  toPatch,
  zoneChoices,
  type SettingsForm,
} from './settings-form';

/** Settings of the whole hub, in force as soon as they are saved. */
@Component({
  selector: 'cch-settings',
  imports: [
    FormField,
    TranslocoDirective,
    NzButtonComponent,
    NzInputNumberComponent,
    NzOptionComponent,
    NzSelectComponent,
    Field,
    FormSection,
    ListFrame,
    ProblemNote,
    OutagePolicies,
    SettingSource,
  ],
  templateUrl: './settings.html',
  styleUrls: ['../../ui/editor-page.css', './settings.css'],
})
export class Settings implements Editor {
  private readonly api = inject(SettingsApi);
  private readonly confirm = inject(Confirm);
  private readonly permissions = inject(Permissions);
  private readonly problems = inject(ProblemToast);
  private readonly saved = inject(SavedToast);
  private readonly system = inject(SystemInfo);

  private readonly resource = httpResource<SettingsView>(() => SETTINGS_URL);
  protected readonly stored = loadable(this.resource);
  private readonly initial = computed<SettingsForm>(() => {
    const stored = this.stored.value();
    return stored ? toForm(stored) : UNKNOWN_SETTINGS;
  });
  protected readonly draft = linkedSignal<SettingsForm>(() => this.initial());
  protected readonly editor = form(this.draft, settingsRules);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  protected readonly hasChanges = computed(
    () => JSON.stringify(this.draft()) !== JSON.stringify(this.initial()),
  );
  protected readonly canWrite = computed(() => this.permissions.allows('settings:write'));
  protected readonly zones = computed(() => zoneChoices(this.initial().timeZone));

  protected readonly billedModels = BILLED_MODELS;
  protected readonly unpricedPolicies = UNPRICED_POLICIES;
  protected readonly policies = OUTAGE_POLICIES;

  mayLeave(): Promise<boolean> {
    return this.confirm.mayDiscard(this.hasChanges());
  }

  protected async save(): Promise<void> {
    this.problem.set(undefined);
    const isSaved = await submit(this.editor, async () => this.store());
    if (isSaved && !this.problem()) this.saved.show();
  }

  protected discard(): void {
    this.draft.set(this.initial());
  }

  protected async toDefault(setting: SettingName): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'settings.defaultTitle',
      text: `settings.defaultText.${setting}`,
      yes: 'settings.toDefault',
    });
    if (!isSure) return;
    const before = this.draft();
    try {
      const stored = await this.api.change({ [setting]: null });
      this.take(stored);
      // What else was typed stays typed.
      this.draft.set({ ...before, [setting]: stored[setting] });
      this.saved.show();
    } catch (error) {
      this.problems.show(error);
    }
  }

  private async store() {
    try {
      this.take(await this.api.change(toPatch(this.initial(), this.draft())));
      return undefined;
    } catch (error) {
      const refusal = toRefusal(error, this.editor);
      this.problem.set(refusal.problem);
      return [...refusal.errors];
    }
  }

  private take(stored: SettingsView): void {
    this.resource.set(stored);
    // Times are shown in the zone that is set here.
    this.system.reload();
  }
}
