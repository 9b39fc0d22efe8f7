import { Component, DestroyRef, computed, inject, input, output, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { toProblem, type ApiProblem } from '../../core/api-problem';
import { DurationPipe } from '../../ui/duration.pipe';
import { ProblemNote } from '../../ui/problem-note';
import { StatusDot } from '../../ui/status-dot';
import { runBounded } from './run-bounded';
import { ProvidersApi, type Provider, type TestResult } from './providers-api';

const AT_ONCE = 4;

interface Tested {
  readonly provider: Provider;
  /** Undefined when the hub itself could not be asked. */
  readonly result: TestResult | undefined;
  readonly problem: ApiProblem | undefined;
}

/** Tests many providers, a few at a time, and shows each result as it comes. */
@Component({
  selector: 'cch-batch-test',
  imports: [RouterLink, TranslocoDirective, NzButtonComponent, DurationPipe, ProblemNote, StatusDot],
  templateUrl: './batch-test.html',
  styleUrl: './batch-test.css',
})
export class BatchTest {
  readonly providers = input.required<readonly Provider[]>();
  readonly closed = output();

  private readonly api = inject(ProvidersApi);
  private readonly stopping = new AbortController();

  protected readonly tested = signal<readonly Tested[]>([]);
  protected readonly state = signal<'running' | 'stopping' | 'ended'>('running');
  protected readonly progress = computed(() => ({
    done: this.tested().length,
    all: this.providers().length,
    failed: this.tested().filter(({ result }) => !result?.ok).length,
  }));

  constructor() {
    inject(DestroyRef).onDestroy(() => this.stopping.abort());
    queueMicrotask(() => void this.run());
  }

  /** Begins no further test; what has been sent is still answered. */
  protected stop(): void {
    this.stopping.abort();
    this.state.set('stopping');
  }

  private async run(): Promise<void> {
    await runBounded(this.providers(), AT_ONCE, this.stopping.signal, async (provider) => {
      const row = await this.test(provider);
      this.tested.update((rows) => [...rows, row]);
    });
    this.state.set('ended');
  }

  private async test(provider: Provider): Promise<Tested> {
    try {
      return { provider, result: await this.api.test(provider.id), problem: undefined };
    } catch (error) {
      return { provider, result: undefined, problem: toProblem(error) };
    }
  }
}
