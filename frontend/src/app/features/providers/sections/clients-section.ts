import { Component, computed, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { Field } from '../../../ui/field';
import { FormSection } from '../../../ui/form-section';
import { hoursEffect } from '../hours-effect';
import type { ProviderForm } from '../provider-form';

/** Suggestions; any part of a user agent may be typed. */
const KNOWN_CLIENTS = ['claude-code', 'codex-cli', 'gemini-cli', 'opencode'];

/** Which software may use the provider, and when. */
@Component({
  selector: 'cch-clients-section',
  imports: [
    FormField,
    TranslocoDirective,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    Field,
    FormSection,
  ],
  template: `
    <cch-form-section
      *transloco="let t"
      [title]="t('providers.section.clients')"
      [text]="t('providers.section.clientsText')"
    >
      <cch-field
        for="allowedClients"
        [label]="t('providers.allowedClients')"
        [field]="editor().allowedClients"
        [help]="t('providers.allowedClientsHelp')"
        [isOptional]="true"
      >
        <nz-select
          class="wide"
          nzMode="tags"
          nzId="allowedClients"
          aria-labelledby="allowedClients-label"
          [formField]="editor().allowedClients"
        >
          @for (client of known; track client) {
            <nz-option [nzValue]="client" [nzLabel]="client" />
          }
        </nz-select>
      </cch-field>
      <cch-field
        for="blockedClients"
        [label]="t('providers.blockedClients')"
        [field]="editor().blockedClients"
        [help]="t('providers.blockedClientsHelp')"
        [isOptional]="true"
      >
        <nz-select
          class="wide"
          nzMode="tags"
          nzId="blockedClients"
          aria-labelledby="blockedClients-label"
          [formField]="editor().blockedClients"
        >
          @for (client of known; track client) {
            <nz-option [nzValue]="client" [nzLabel]="client" />
          }
        </nz-select>
      </cch-field>
      <div>
        <div class="row">
          <cch-field
            for="activeTimeStart"
            [label]="t('providers.activeTimeStart')"
            [field]="editor().activeTimeStart"
            [isOptional]="true"
          >
            <input
              id="activeTimeStart"
              nz-input
              class="short"
              placeholder="22:00"
              [formField]="editor().activeTimeStart"
            />
          </cch-field>
          <cch-field
            for="activeTimeEnd"
            [label]="t('providers.activeTimeEnd')"
            [field]="editor().activeTimeEnd"
            [isOptional]="true"
          >
            <input
              id="activeTimeEnd"
              nz-input
              class="short"
              placeholder="08:00"
              [formField]="editor().activeTimeEnd"
            />
          </cch-field>
        </div>
        @if (hours(); as effect) {
          <p class="effect">{{ t('hours.' + effect.kind, effect) }}</p>
        }
        <p class="help below">{{ t('providers.activeTimeHelp') }}</p>
      </div>
    </cch-form-section>
  `,
  styleUrl: '../../../ui/editor-page.css',
})
export class ClientsSection {
  readonly editor = input.required<FieldTree<ProviderForm>>();

  protected readonly known = KNOWN_CLIENTS;
  protected readonly hours = computed(() => {
    const { activeTimeStart, activeTimeEnd } = this.editor()().value();
    return hoursEffect(activeTimeStart.trim(), activeTimeEnd.trim());
  });
}
