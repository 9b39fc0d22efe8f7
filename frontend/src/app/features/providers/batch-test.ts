import { Component, DestroyRef, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { toProblem } from '../../core/api-problem';
import { DurationPipe } from '../../ui/duration.pipe';
import { StatusDot } from '../../ui/status-dot';
import { runBounded } from './run-bounded';
import { ProvidersApi, type Provider, type TestResult } from './providers-api';

const AT_ONCE = 4;

interface Tested {
  readonly provider: Provider;
  /** Undefined when the hub itself could not be asked. */
  readonly result: TestResult | undefined;
  readonly problem: string;
}

/** Tests many providers, a few at a time, and shows each result as it comes. */
@Component({
  selector: 'cch-batch-test',
  imports: [TranslocoDirective, NzButtonComponent, DurationPipe, StatusDot],
  template: `
    <section *transloco="let t" class="panel" [attr.aria-label]="t('providers.test.title')">
      <header>
        <progress
          [attr.aria-label]="t('providers.test.title')"
          [value]="tested().length"
          [max]="providers().length"
        ></progress>
        <span role="status">
          {{
            t('providers.test.progress', { done: tested().length, all: providers().length, failed: failed() })
          }}
        </span>
        @if (isRunning()) {
          <button nz-button nzSize="small" type="button" (click)="stop()">
            {{ t('providers.test.stop') }}
          </button>
        } @else {
          <button nz-button nzSize="small" type="button" (click)="closed.emit()">
            {{ t('providers.test.close') }}
          </button>
        }
      </header>
      <ul>
        @for (row of tested(); track row.provider.id) {
          <li>
            <cch-status-dot [tone]="row.result?.ok ? 'good' : 'bad'">{{ row.provider.name }}</cch-status-dot>
            @if (row.result; as r) {
              <span class="secondary">{{ r.statusCode ?? '–' }} · {{ r.durationMs | duration }}</span>
              <span class="mono secondary">{{ r.model }}</span>
              @if (r.errorCode) {
                <span>{{ t('errorCode.' + r.errorCode) }}</span>
              }
              @if (r.message) {
                <span class="ellipsis secondary" [title]="r.message">{{ r.message }}</span>
              }
            } @else {
              <span>{{ row.problem }}</span>
            }
          </li>
        }
      </ul>
    </section>
  `,
  styleUrl: './batch-test.css',
})
export class BatchTest {
  readonly providers = input.required<readonly Provider[]>();
  readonly closed = output();

  private readonly api = inject(ProvidersApi);
  private readonly stopping = new AbortController();

  protected readonly tested = signal<readonly Tested[]>([]);
  protected readonly isRunning = signal(true);
  protected readonly failed = computed(() => this.tested().filter(({ result }) => !result?.ok).length);
  constructor() {
    inject(DestroyRef).onDestroy(() => this.stop());
    queueMicrotask(() => void this.run());
  }

  protected stop(): void {
    this.stopping.abort();
  }

  private async run(): Promise<void> {
    await runBounded(this.providers(), AT_ONCE, this.stopping.signal, async (provider) => {
      const row = await this.test(provider);
      this.tested.update((rows) => [...rows, row]);
    });
    this.isRunning.set(false);
  }

  private async test(provider: Provider): Promise<Tested> {
    try {
      return { provider, result: await this.api.test(provider.id), problem: '' };
    } catch (error) {
      return { provider, result: undefined, problem: toProblem(error).detail };
    }
  }
}
