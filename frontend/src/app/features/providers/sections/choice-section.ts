import { Component, computed, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzInputNumberComponent } from 'ng-zorro-antd/input-number';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { Field } from '../../../ui/field';
import { FormSection } from '../../../ui/form-section';
import { GroupPriorities } from '../group-priorities';
import type { ProviderForm } from '../provider-form';
import { trafficShare, type ShareFacts } from '../traffic-share';

/** Who may use the provider and how often it is chosen. */
@Component({
  selector: 'cch-choice-section',
  imports: [
    FormField,
    TranslocoDirective,
    NzInputDirective,
    NzInputNumberComponent,
    NzOptionComponent,
    NzSelectComponent,
    Field,
    FormSection,
    GroupPriorities,
  ],
  templateUrl: './choice-section.html',
  styleUrl: '../../../ui/editor-page.css',
})
export class ChoiceSection {
  readonly editor = input.required<FieldTree<ProviderForm>>();
  /** Names of all provider groups. */
  readonly knownGroups = input.required<readonly string[]>();
  /** The other providers; undefined until they are known. */
  readonly others = input.required<readonly ShareFacts[] | undefined>();

  private readonly draft = computed(() => this.editor()().value());

  protected readonly groups = computed(() => this.draft().groups);
  protected readonly priority = computed(() => this.draft().priority);
  protected readonly choices = computed(() => [...new Set([...this.knownGroups(), ...this.groups()])]);
  protected readonly share = computed(() => {
    const { type, isEnabled, priority, weight, groups } = this.draft();
    const others = this.others();
    if (priority === null || weight === null || !others) return undefined;
    return trafficShare({ type, isEnabled, priority, weight, groups }, others);
  });

  protected shareText(rivals: number): 'alone' | 'percentOne' | 'percent' {
    if (rivals === 0) return 'alone';
    return rivals === 1 ? 'percentOne' : 'percent';
  }
}
