import { Component, computed, inject, input, linkedSignal, output, signal } from '@angular/core';
import { FormField, form, submit } from '@angular/forms/signals';
import { FIELD_RANGES, TEXT_LENGTHS } from '@cch/contracts/field-ranges';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import type { ApiProblem } from '../../core/api-problem';
import { changedFields } from '../../core/changed-fields';
import { toRefusal } from '../../core/field-errors';
import { decimalRule, textRule } from '../../core/form-rules';
import { Field } from '../../ui/field';
import { ProblemNote } from '../../ui/problem-note';
import { MULTIPLIER_DECIMALS } from './provider-rules';
import { ProviderGroupsApi, type ProviderGroup } from './provider-groups-api';

@Component({
  selector: 'cch-provider-group-form',
  imports: [FormField, TranslocoDirective, NzButtonComponent, NzInputDirective, Field, ProblemNote],
  template: `
    <form class="drawer-form" novalidate *transloco="let t" (submit)="$event.preventDefault(); save()">
      <cch-field
        for="group-name"
        [label]="t('groups.name')"
        [field]="editor.name"
        [help]="t('groups.nameHelp')"
      >
        <input id="group-name" nz-input autocomplete="off" [formField]="editor.name" />
      </cch-field>
      <cch-field
        for="group-multiplier"
        [label]="t('providers.multiplier')"
        [field]="editor.costMultiplier"
        [help]="t('groups.multiplierHelp')"
      >
        <input id="group-multiplier" nz-input inputmode="decimal" [formField]="editor.costMultiplier" />
      </cch-field>
      <cch-field for="group-note" [label]="t('groups.note')" [field]="editor.note" [isOptional]="true">
        <textarea id="group-note" nz-input rows="3" [formField]="editor.note"></textarea>
      </cch-field>
      <cch-problem-note [problem]="problem()" />
      <div class="drawer-actions">
        <button nz-button type="button" (click)="cancelled.emit()">{{ t('action.cancel') }}</button>
        <button
          nz-button
          nzType="primary"
          type="submit"
          [disabled]="!hasChanges()"
          [nzLoading]="editor().submitting()"
        >
          {{ t(group() ? 'action.save' : 'groups.create') }}
        </button>
      </div>
    </form>
  `,
})
export class ProviderGroupForm {
  /** Absent for a new group. */
  readonly group = input<ProviderGroup>();
  readonly stored = output();
  readonly cancelled = output();

  private readonly api = inject(ProviderGroupsApi);
  private readonly initial = computed(() => ({
    name: this.group()?.name ?? '',
    note: this.group()?.note ?? '',
    costMultiplier: this.group()?.costMultiplier ?? String(FIELD_RANGES.costMultiplier.default),
  }));
  private readonly draft = linkedSignal(() => this.initial());

  protected readonly editor = form(this.draft, (path) => {
    textRule(path.name, { min: 1, max: TEXT_LENGTHS.groupName });
    textRule(path.note, { max: TEXT_LENGTHS.note });
    decimalRule(path.costMultiplier, FIELD_RANGES.costMultiplier, MULTIPLIER_DECIMALS);
  });
  readonly hasChanges = computed(() => JSON.stringify(this.draft()) !== JSON.stringify(this.initial()));
  protected readonly problem = signal<ApiProblem | undefined>(undefined);

  protected async save(): Promise<void> {
    this.problem.set(undefined);
    await submit(this.editor, async () => this.store());
  }

  private async store() {
    try {
      const group = this.group();
      if (group) await this.api.change(group.id, changedFields(this.initial(), this.draft()));
      else await this.api.create(this.draft());
      this.stored.emit();
      return undefined;
    } catch (error) {
      const refusal = toRefusal(error, this.editor);
      this.problem.set(refusal.problem);
      return [...refusal.errors];
    }
  }
}
