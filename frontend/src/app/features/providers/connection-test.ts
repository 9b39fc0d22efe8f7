import { Component, computed, inject, input, signal } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { toProblem, type ApiProblem } from '../../core/api-problem';
import { FormSection } from '../../ui/form-section';
import { ProblemNote } from '../../ui/problem-note';
import { ProvidersApi, type TestDraft, type TestResult } from './providers-api';
import { TestResultView } from './test-result';

/** Tries out what is typed in the editor, saved or not, with one small real request. */
@Component({
  selector: 'cch-connection-test',
  imports: [
    FormsModule,
    TranslocoDirective,
    NzButtonComponent,
    NzInputDirective,
    FormSection,
    ProblemNote,
    TestResultView,
  ],
  template: `
    <cch-form-section
      *transloco="let t"
      [title]="t('providers.test.title')"
      [text]="t('providers.test.text')"
    >
      <div class="ask">
        <label>
          <span>{{ t('providers.test.model') }}</span>
          <input
            nz-input
            class="mono"
            name="testModel"
            [placeholder]="t('providers.test.modelHelp')"
            [ngModel]="model()"
            (ngModelChange)="model.set($event)"
            [ngModelOptions]="{ standalone: true }"
          />
        </label>
        <button nz-button type="button" [nzLoading]="isRunning()" [disabled]="!isReady()" (click)="run()">
          {{ t(isRunning() ? 'providers.test.running' : 'providers.test.run') }}
        </button>
      </div>
      @if (!isReady()) {
        <p class="secondary small">{{ t('providers.test.notReady') }}</p>
      }
      <cch-problem-note [problem]="problem()" />
      @if (lacksSecrets()) {
        <p class="secondary small">{{ t('providers.test.lacksSecrets') }}</p>
      }
      @if (result(); as found) {
        <cch-test-result aria-live="polite" [result]="found" />
      }
    </cch-form-section>
  `,
  styles: `
    .ask {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: end;
    }

    label {
      display: grid;
      flex: 1 1 220px;
      gap: 4px;
      font-weight: 500;
    }
  `,
})
export class ConnectionTest {
  readonly draft = input.required<TestDraft>();
  /** Whether the draft can be sent as it is. */
  readonly isReady = input.required<boolean>();

  private readonly api = inject(ProvidersApi);

  protected readonly model = signal('');
  protected readonly isRunning = signal(false);
  protected readonly result = signal<TestResult | undefined>(undefined);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  // Stored secrets only go where they were stored for: the hub asks for them again when the address is another one.
  protected readonly lacksSecrets = computed(
    () => this.problem()?.fields.some(({ code }) => code === 'required') ?? false,
  );

  protected async run(): Promise<void> {
    this.isRunning.set(true);
    this.problem.set(undefined);
    this.result.set(undefined);
    const model = this.model().trim();
    try {
      this.result.set(await this.api.testDraft({ ...this.draft(), ...(model === '' ? {} : { model }) }));
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.isRunning.set(false);
    }
  }
}
