import { Component, computed, inject, input, signal } from '@angular/core';
import { LIMIT_KINDS } from '@cch/contracts/limit-kinds';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { Language } from '../../core/language';
import { CopyButton } from '../../ui/copy-button';
import { CountPipe } from '../../ui/count.pipe';
import { PLOT_HEIGHT, axisLabels, barPath, bucketLabel, niceMax } from './chart-scale';
import type { RefusalSummary } from './rate-limits-api';

const LABELS_MOST = 6;

/** Refusals over time, stacked by the kind of limit; the same as a table on demand. */
@Component({
  selector: 'cch-refusal-chart',
  imports: [TranslocoDirective, NzButtonComponent, CopyButton, CountPipe],
  templateUrl: './refusal-chart.html',
  styleUrl: './refusal-chart.css',
})
export class RefusalChart {
  readonly summary = input.required<RefusalSummary>();

  private readonly language = inject(Language);
  private readonly transloco = inject(TranslocoService);

  protected readonly isTable = signal(false);
  /** Index of the bucket that the reader points at. */
  private readonly pointed = signal<number | undefined>(undefined);

  protected readonly kinds = computed(() => LIMIT_KINDS.filter((kind) => this.summary().kinds[kind] > 0));
  protected readonly max = computed(() =>
    niceMax(Math.max(...this.summary().buckets.map(({ total }) => total))),
  );
  protected readonly viewBox = computed(() => `0 0 ${this.summary().buckets.length} ${PLOT_HEIGHT}`);
  protected readonly bars = computed(() =>
    this.kinds().map((kind) => ({ kind, path: barPath(this.summary().buckets, kind, this.max()) })),
  );
  protected readonly labels = computed(() =>
    axisLabels(this.summary().buckets, LABELS_MOST, this.language.current(), this.summary().timeZone),
  );
  protected readonly rows = computed(() =>
    this.summary().buckets.map(({ start, total, kinds }) => ({
      start,
      time: bucketLabel(start, this.summary().bucket, this.language.current(), this.summary().timeZone),
      total,
      kinds: this.kinds().map((kind) => ({ kind, count: kinds[kind] })),
    })),
  );
  protected readonly newestFirst = computed(() => this.rows().toReversed());
  protected readonly readout = computed(() => {
    const index = this.pointed();
    return index === undefined ? undefined : this.rows()[index];
  });
  /** Where the pointed bucket is, per cent of the width. */
  protected readonly mark = computed(() => {
    const count = this.summary().buckets.length;
    const index = this.pointed();
    return index === undefined || index >= count
      ? undefined
      : { left: (index / count) * 100, width: 100 / count };
  });
  /** The table for a spreadsheet. */
  protected readonly asText = computed(() => {
    this.language.current();
    const names = this.kinds().map((kind) => this.transloco.translate(`limitKind.${kind}`));
    const head = ['', ...names, this.transloco.translate('rateLimits.total')];
    const lines = this.rows().map(({ start, kinds, total }) => [
      start,
      ...kinds.map(({ count }) => count),
      total,
    ]);
    return [head, ...lines].map((cells) => cells.join('\t')).join('\n');
  });

  protected point(event: PointerEvent): void {
    if (!(event.currentTarget instanceof HTMLElement)) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const count = this.summary().buckets.length;
    const index = Math.floor(((event.clientX - left) / width) * count);
    this.pointed.set(Math.min(Math.max(index, 0), count - 1));
  }

  protected leave(): void {
    this.pointed.set(undefined);
  }
}
