import { Component, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { Field } from '../../../ui/field';
import { FormSection } from '../../../ui/form-section';
import { ModelRedirects } from '../model-redirects';
import { ModelRules } from '../model-rules';
import type { ProviderForm } from '../provider-form';

/** Which models the provider serves and under which names it knows them. */
@Component({
  selector: 'cch-models-section',
  imports: [FormField, TranslocoDirective, Field, FormSection, ModelRedirects, ModelRules],
  template: `
    <cch-form-section
      *transloco="let t"
      [title]="t('providers.section.models')"
      [text]="t('providers.section.modelsText')"
    >
      <cch-field
        for="allowedModels"
        [label]="t('providers.allowedModels')"
        [field]="editor().allowedModels"
        [help]="t('providers.allowedModelsHelp')"
        [isOptional]="true"
      >
        <cch-model-rules controlId="allowedModels" [formField]="editor().allowedModels" />
      </cch-field>
      <cch-field
        for="modelRedirects"
        [label]="t('providers.modelRedirects')"
        [field]="editor().modelRedirects"
        [help]="t('providers.modelRedirectsHelp')"
        [isOptional]="true"
      >
        <cch-model-redirects controlId="modelRedirects" [formField]="editor().modelRedirects" />
      </cch-field>
    </cch-form-section>
  `,
})
export class ModelsSection {
  readonly editor = input.required<FieldTree<ProviderForm>>();
}
