import { Component, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { Field } from '../../../ui/field';
import { FormSection } from '../../../ui/form-section';
import { Toggle } from '../../../ui/toggle';
import { NameValues } from '../name-values';
import type { ProviderForm } from '../provider-form';

/** The way requests take to the provider, and what is changed in them. */
@Component({
  selector: 'cch-changes-section',
  imports: [FormField, TranslocoDirective, NzInputDirective, Field, FormSection, NameValues, Toggle],
  template: `
    <cch-form-section
      *transloco="let t"
      [title]="t('providers.section.egress')"
      [text]="t('providers.section.egressText')"
    >
      <cch-field
        for="proxyUrl"
        [label]="t('providers.proxyUrl')"
        [field]="editor().proxyUrl"
        [help]="t('providers.proxyUrlHelp')"
        [isOptional]="true"
      >
        <input
          id="proxyUrl"
          nz-input
          class="mono"
          autocomplete="off"
          [placeholder]="proxyExample"
          [formField]="editor().proxyUrl"
        />
      </cch-field>
      @if (editor().proxyUrl().value().trim() !== '') {
        <div class="switch-row">
          <cch-toggle
            controlId="proxyFallback"
            [label]="t('providers.proxyFallback')"
            [isOn]="editor().proxyFallbackToDirect().value()"
            (toggled)="editor().proxyFallbackToDirect().value.set($event)"
          />
          <div>
            <label for="proxyFallback">{{ t('providers.proxyFallback') }}</label>
            <p class="help">{{ t('providers.proxyFallbackHelp') }}</p>
          </div>
        </div>
      }
    </cch-form-section>
    <cch-form-section
      *transloco="let t"
      [title]="t('providers.section.changes')"
      [text]="t('providers.section.changesText')"
    >
      <cch-field
        for="customHeaders"
        [label]="t('providers.customHeaders')"
        [field]="editor().customHeaders"
        [help]="t('providers.customHeadersHelp')"
        [isOptional]="true"
      >
        <cch-name-values controlId="customHeaders" [formField]="editor().customHeaders" />
      </cch-field>
      <cch-field
        for="parameterOverrides"
        [label]="t('providers.parameterOverrides')"
        [field]="editor().parameterOverrides"
        [help]="t('providers.parameterOverridesHelp')"
        [isOptional]="true"
      >
        <textarea
          id="parameterOverrides"
          nz-input
          class="mono"
          rows="4"
          spellcheck="false"
          [formField]="editor().parameterOverrides"
        ></textarea>
      </cch-field>
    </cch-form-section>
  `,
  styleUrl: '../../../ui/editor-page.css',
})
export class ChangesSection {
  readonly editor = input.required<FieldTree<ProviderForm>>();

  protected readonly proxyExample = 'socks5://user:password@127.0.0.1:1080';
}
