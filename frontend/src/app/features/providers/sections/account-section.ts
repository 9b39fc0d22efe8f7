import { Component, computed, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { PROVIDER_TYPES } from '@cch/contracts/provider-types';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { Field } from '../../../ui/field';
import { FormSection } from '../../../ui/form-section';
import { Toggle } from '../../../ui/toggle';
import { TYPE_EXAMPLES, exampleAddress } from '../example-address';
import type { ProviderForm } from '../provider-form';

/** Where requests go and with which credential. */
@Component({
  selector: 'cch-account-section',
  imports: [
    FormField,
    TranslocoDirective,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    Field,
    FormSection,
    Toggle,
  ],
  templateUrl: './account-section.html',
  styleUrl: '../../../ui/editor-page.css',
})
export class AccountSection {
  readonly editor = input.required<FieldTree<ProviderForm>>();
  /** Last characters of the stored key; undefined for a new provider. */
  readonly keyHint = input.required<string | undefined>();

  private readonly type = computed(() => this.editor().type().value());

  protected readonly types = PROVIDER_TYPES;
  protected readonly typeHelp = computed(() => `providerTypeHelp.${this.type()}`);
  protected readonly urlExample = computed(() => TYPE_EXAMPLES[this.type()].base);
  protected readonly target = computed(() => exampleAddress(this.editor().url().value(), this.type()));
}
