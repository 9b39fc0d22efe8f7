import { Component, computed, input } from '@angular/core';
import { FormField, type FieldTree } from '@angular/forms/signals';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzInputNumberComponent } from 'ng-zorro-antd/input-number';
import { Field } from '../../../ui/field';
import { FormSection } from '../../../ui/form-section';
import { breakerEffect } from '../breaker-effect';
import type { ProviderForm } from '../provider-form';

/** How often the provider is tried and when it is left out. */
@Component({
  selector: 'cch-resilience-section',
  imports: [FormField, TranslocoDirective, NzInputNumberComponent, Field, FormSection],
  template: `
    <cch-form-section
      *transloco="let t"
      [title]="t('providers.section.resilience')"
      [text]="t('providers.section.resilienceText')"
    >
      <div class="row">
        <cch-field
          for="maxRetryAttempts"
          [label]="t('providers.maxRetryAttempts')"
          [field]="editor().maxRetryAttempts"
          [help]="t('providers.maxRetryAttemptsHelp')"
        >
          <nz-input-number nzId="maxRetryAttempts" [formField]="editor().maxRetryAttempts" />
        </cch-field>
      </div>
      <div class="row">
        <cch-field
          for="threshold"
          [label]="t('providers.threshold')"
          [field]="editor().circuitBreakerFailureThreshold"
          [help]="t('providers.thresholdHelp')"
        >
          <nz-input-number nzId="threshold" [formField]="editor().circuitBreakerFailureThreshold" />
        </cch-field>
        <cch-field
          for="openMinutes"
          [label]="t('providers.openMinutes')"
          [field]="editor().circuitBreakerOpenDuration"
          [help]="t('providers.openMinutesHelp')"
        >
          <nz-input-number nzId="openMinutes" [formField]="editor().circuitBreakerOpenDuration" />
        </cch-field>
        <cch-field
          for="trialSuccesses"
          [label]="t('providers.trialSuccesses')"
          [field]="editor().circuitBreakerHalfOpenSuccessThreshold"
          [help]="t('providers.trialSuccessesHelp')"
        >
          <nz-input-number
            nzId="trialSuccesses"
            [formField]="editor().circuitBreakerHalfOpenSuccessThreshold"
          />
        </cch-field>
      </div>
      @if (breaker(); as effect) {
        <p class="effect" role="status">{{ t(effect.key, effect.params) }}</p>
      }
    </cch-form-section>
    <cch-form-section
      *transloco="let t"
      [title]="t('providers.section.timeouts')"
      [text]="t('providers.section.timeoutsText')"
    >
      <div class="row">
        <cch-field
          for="firstByte"
          [label]="t('providers.timeoutFirstByte')"
          [field]="editor().timeoutFirstByte"
          [help]="t('providers.timeoutFirstByteHelp')"
        >
          <nz-input-number nzId="firstByte" [formField]="editor().timeoutFirstByte" />
        </cch-field>
        <cch-field
          for="idle"
          [label]="t('providers.timeoutIdle')"
          [field]="editor().timeoutIdle"
          [help]="t('providers.timeoutIdleHelp')"
        >
          <nz-input-number nzId="idle" [formField]="editor().timeoutIdle" />
        </cch-field>
        <cch-field
          for="request"
          [label]="t('providers.timeoutRequest')"
          [field]="editor().timeoutRequest"
          [help]="t('providers.timeoutRequestHelp')"
        >
          <nz-input-number nzId="request" [formField]="editor().timeoutRequest" />
        </cch-field>
      </div>
    </cch-form-section>
  `,
  styleUrl: '../../../ui/editor-page.css',
})
export class ResilienceSection {
  readonly editor = input.required<FieldTree<ProviderForm>>();

  protected readonly breaker = computed(() => breakerEffect(this.editor()().value()));
}
