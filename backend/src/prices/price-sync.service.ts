import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { AdminError } from '../admin/admin-error';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import { ModelPriceRepository } from './model-price.repository';
import { comparePrices, type PriceChange } from './price-comparison';
import type {
  PriceSyncDraft,
  PriceSyncPreview,
  PriceSyncPreviewDraft,
  PriceSyncResult,
  PriceUploadDraft,
  PriceUploadPreviewDraft,
} from './price-sync.dto';
import { PriceTableSource, type UsableTable } from './price-table-source';

/** Takes over price tables. Models that a table does not mention keep their price. */
@Injectable()
export class PriceSyncService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly prices: ModelPriceRepository,
    private readonly source: PriceTableSource,
    private readonly watcher: ConfigWatcher,
  ) {}

  async previewSync({ url }: PriceSyncPreviewDraft): Promise<PriceSyncPreview> {
    return this.preview(await this.source.fetch(url));
  }

  async sync({ url, ...draft }: PriceSyncDraft): Promise<PriceSyncResult> {
    return this.apply(await this.source.fetch(url), draft);
  }

  async previewUpload({ content }: PriceUploadPreviewDraft): Promise<PriceSyncPreview> {
    return this.preview(this.source.read(content));
  }

  async upload({ content, ...draft }: PriceUploadDraft): Promise<PriceSyncResult> {
    return this.apply(this.source.read(content), draft);
  }

  private async preview({ digest, sheets, skipped }: UsableTable): Promise<PriceSyncPreview> {
    const { added, changed, unchanged } = comparePrices(await this.prices.all(), sheets);
    return {
      digest,
      added,
      changed: changed.filter((change) => !isManual(change)),
      protected: changed.filter(isManual),
      unchanged,
      skipped,
    };
  }

  private async apply(
    table: UsableTable,
    { digest, overwriteManual = [] }: Omit<PriceSyncDraft, 'url'>,
  ): Promise<PriceSyncResult> {
    if (digest !== table.digest) {
      throw new AdminError('conflict', 'The table is not the one of the preview. Look at it again first.');
    }
    const result = await this.database.transaction((manager) =>
      this.takeOver(table, new Set(overwriteManual), manager),
    );
    await this.watcher.announce();
    return result;
  }

  private async takeOver(
    { sheets, skipped }: UsableTable,
    overwriteManual: ReadonlySet<string>,
    manager: EntityManager,
  ): Promise<PriceSyncResult> {
    await this.prices.lock(manager);
    const { added, changed, unchanged } = comparePrices(await this.prices.all(manager), sheets);
    const manual = changed.filter(isManual);
    const overwritten = manual.filter(({ model }) => overwriteManual.has(model));
    const others = changed.filter((change) => !isManual(change));
    const prices = [...added, ...others, ...overwritten].flatMap(({ model }) => {
      const sheet = sheets.get(model);
      return sheet ? [{ model, source: 'synced' as const, sheet }] : [];
    });
    await this.prices.replace(prices, manager);
    return {
      added: added.length,
      changed: others.length,
      overwritten: overwritten.length,
      protected: manual.length - overwritten.length,
      unchanged,
      skipped: skipped.length,
    };
  }
}

function isManual({ source }: PriceChange): boolean {
  return source === 'manual';
}
