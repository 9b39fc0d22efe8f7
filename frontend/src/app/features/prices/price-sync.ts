import { Component, computed, inject, signal } from '@angular/core';
import { FormField, form, validate } from '@angular/forms/signals';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { NzButtonComponent } from 'ng-zorro-antd/button';
import { NzInputDirective } from 'ng-zorro-antd/input';
import { toProblem, type ApiProblem } from '../../core/api-problem';
import { Field } from '../../ui/field';
import { FormSection } from '../../ui/form-section';
import { PricesApi, type PriceSyncPreview, type PriceSyncResult, type TableSource } from './prices-api';
import { SyncPreview } from './sync-preview';
import { SyncProblem } from './sync-problem';
import { SyncResult } from './sync-result';
import { addressFault, fileFault, type SourceFault } from './table-source';

interface Found {
  readonly source: TableSource;
  readonly preview: PriceSyncPreview;
}

/** Takes over a price table, after a look at what it would change. */
@Component({
  selector: 'cch-price-sync',
  imports: [
    FormField,
    RouterLink,
    TranslocoDirective,
    NzButtonComponent,
    NzInputDirective,
    Field,
    FormSection,
    SyncPreview,
    SyncProblem,
    SyncResult,
  ],
  templateUrl: './price-sync.html',
  styleUrl: './price-sync.css',
})
export class PriceSync {
  private readonly api = inject(PricesApi);

  private readonly draft = signal({ url: '' });
  protected readonly editor = form(this.draft, (path) => {
    validate(path.url, ({ value }) => addressFault(value().trim()));
  });
  protected readonly urlExample = 'https://prices.example.com/models.json';
  protected readonly fileName = signal('');
  protected readonly fileFault = signal<SourceFault | undefined>(undefined);

  /** What the hub is asked about at the moment. */
  protected readonly busyWith = signal<TableSource['kind'] | 'table' | undefined>(undefined);
  protected readonly found = signal<Found | undefined>(undefined);
  protected readonly result = signal<PriceSyncResult | undefined>(undefined);
  protected readonly problem = signal<ApiProblem | undefined>(undefined);
  protected readonly isBusy = computed(() => this.busyWith() !== undefined);

  protected async lookAtAddress(): Promise<void> {
    if (this.editor().invalid() || this.isBusy()) return;
    this.fileName.set('');
    this.fileFault.set(undefined);
    await this.look({ kind: 'address', url: this.draft().url.trim() });
  }

  protected async lookAtFile(input: HTMLInputElement): Promise<void> {
    const file = input.files?.item(0);
    // So that choosing the same file again, changed by now, is a choice too.
    input.value = '';
    if (!file) return;
    this.fileName.set(file.name);
    this.fileFault.set(fileFault(file.size));
    this.forget();
    if (!this.fileFault()) await this.look({ kind: 'file', content: await file.text() });
  }

  protected async look(source: TableSource): Promise<void> {
    this.forget();
    await this.ask(source.kind, async () =>
      this.found.set({ source, preview: await this.api.preview(source) }),
    );
  }

  protected async apply({ source, preview }: Found, overwriteManual: readonly string[]): Promise<void> {
    await this.ask('table', async () => {
      this.result.set(await this.api.takeOver(source, preview.digest, overwriteManual));
      this.found.set(undefined);
    });
  }

  private forget(): void {
    this.found.set(undefined);
    this.result.set(undefined);
    this.problem.set(undefined);
  }

  private async ask(what: TableSource['kind'] | 'table', action: () => Promise<void>): Promise<void> {
    this.busyWith.set(what);
    this.problem.set(undefined);
    try {
      await action();
    } catch (error) {
      this.problem.set(toProblem(error));
    } finally {
      this.busyWith.set(undefined);
    }
  }
}
