import { createHash } from 'node:crypto';
import { type PriceTable, readLitellmTable } from '@cch/domain/pricing/litellm-table';
import { Inject, Injectable } from '@nestjs/common';
import { AdminError, invalidFields } from '../admin/admin-error';
import { type Config, CONFIG } from '../config/config';
import { DownloadFailed, downloadText } from './table-download';

const LIMITS = { maxBytes: 33_554_432, timeoutMs: 30_000, maxRedirects: 5 };

/** A table that can be applied. */
export interface UsableTable extends PriceTable {
  /** The same for the same prices, however the table is written. */
  readonly digest: string;
}

/** Gets price tables in LiteLLM's form, from the web or from whoever uploads one. Nothing is fetched unasked. */
@Injectable()
export class PriceTableSource {
  constructor(@Inject(CONFIG) private readonly config: Pick<Config, 'PRICE_SYNC_URL'>) {}

  async fetch(url = this.config.PRICE_SYNC_URL): Promise<UsableTable> {
    const table = readTable(await this.download(url));
    if (table === undefined) throw sourceFailed(url, 'It sent no JSON object of models and prices.');
    if (table.sheets.size === 0) throw sourceFailed(url, 'It has no prices.');
    return table;
  }

  read(content: string): UsableTable {
    const table = readTable(content);
    if (table === undefined || table.sheets.size === 0) {
      const message = table ? 'has no prices' : 'must be a JSON object of models and their prices';
      throw invalidFields([{ path: 'content', code: 'bad_format', message }]);
    }
    return table;
  }

  private async download(url: string): Promise<string> {
    try {
      return await downloadText(url, LIMITS);
    } catch (error) {
      if (error instanceof DownloadFailed) throw sourceFailed(url, error.message);
      throw error;
    }
  }
}

function readTable(text: string): UsableTable | undefined {
  const table = readLitellmTable(text);
  if (table === undefined) return undefined;
  const prices = [...table.sheets].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...table, digest: createHash('sha256').update(JSON.stringify(prices)).digest('hex') };
}

function sourceFailed(url: string, reason: string): AdminError {
  return new AdminError('price_source_failed', `${new URL(url).host} gave no price table. ${reason}`);
}
