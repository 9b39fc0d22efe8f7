import { Component, computed, input, linkedSignal, output } from '@angular/core';
import { FormsModule } from '@angular/forms';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { NzOptionComponent, NzSelectComponent } from 'ng-zorro-antd/select';
import { SelectLabel } from '../../ui/select-label';
import { Sentinel } from '../../ui/sentinel';
import { StatusDot, type Tone } from '../../ui/status-dot';
import { ChangeList } from './change-list';
import type { PriceSyncPreview } from './prices-api';
import { NO_FILTER, ROW_KINDS, filterRows, syncRows, type RowKind, type SyncFilter } from './sync-rows';

/** Tables name thousands of models; so many rows are drawn at first, and again whenever the reader nears their end. */
const ROWS_AT_ONCE = 100;

const TONES: Readonly<Record<RowKind, Tone>> = {
  changed: 'warn',
  protected: 'idle',
  added: 'good',
  skipped: 'idle',
};

/** What a table would change, and which prices that were set by hand it may replace. */
@Component({
  selector: 'cch-sync-preview',
  imports: [
    FormsModule,
    TranslocoDirective,
    NzButtonComponent,
    NzInputDirective,
    NzOptionComponent,
    NzSelectComponent,
    ChangeList,
    SelectLabel,
    Sentinel,
    StatusDot,
  ],
  templateUrl: './sync-preview.html',
  styleUrl: './sync-preview.css',
})
export class SyncPreview {
  readonly preview = input.required<PriceSyncPreview>();
  readonly isBusy = input.required<boolean>();
  /** The models whose price was set by hand and may be replaced. */
  readonly applied = output<readonly string[]>();

  private readonly all = computed(() => syncRows(this.preview()));
  protected readonly filter = linkedSignal<PriceSyncPreview, SyncFilter>({
    source: this.preview,
    computation: () => NO_FILTER,
  });
  protected readonly rows = computed(() => filterRows(this.all(), this.filter()));
  private readonly drawnCount = linkedSignal({ source: this.rows, computation: () => ROWS_AT_ONCE });
  protected readonly drawn = computed(() => this.rows().slice(0, this.drawnCount()));
  protected readonly hasMore = computed(() => this.rows().length > this.drawnCount());
  protected readonly picked = linkedSignal<PriceSyncPreview, ReadonlySet<string>>({
    source: this.preview,
    computation: () => new Set(),
  });

  protected readonly counts = computed(() => {
    const { added, changed, protected: kept, skipped, unchanged } = this.preview();
    return {
      added: added.length,
      changed: changed.length,
      protected: kept.length,
      skipped: skipped.length,
      unchanged,
    };
  });
  protected readonly changeCount = computed(() => {
    const { added, changed } = this.counts();
    return added + changed + this.picked().size;
  });
  protected readonly kinds = computed(() => ROW_KINDS.filter((kind) => this.counts()[kind] > 0));
  protected readonly isAllPicked = computed(() => this.picked().size === this.counts().protected);

  protected readonly tones = TONES;

  protected narrow(part: Partial<SyncFilter>): void {
    this.filter.update((filter) => ({ ...filter, ...part }));
  }

  protected pick(model: string): void {
    this.picked.update((models) =>
      models.has(model)
        ? new Set([...models].filter((other) => other !== model))
        : new Set(models).add(model),
    );
  }

  protected pickAll(): void {
    const models = this.isAllPicked() ? [] : this.preview().protected.map(({ model }) => model);
    this.picked.set(new Set(models));
  }

  protected drawMore(): void {
    this.drawnCount.update((count) => count + ROWS_AT_ONCE);
  }
}
