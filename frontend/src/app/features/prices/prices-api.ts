import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type {
  FieldChangeView,
  MissingPriceList,
  ModelPriceDraft,
  ModelPriceUpdate,
  ModelPriceView,
  PriceSyncPreview,
  PriceSyncResult,
  PriceVersionView,
} from '@cch/api-client/models';
import { firstValueFrom } from 'rxjs';
import { apiPath } from '../../core/api-path';

export type Price = ModelPriceView;
export type PriceDraft = ModelPriceDraft;
export type PriceVersion = PriceVersionView;
export type FieldChange = FieldChangeView;
export type { MissingPriceList, PriceSyncPreview, PriceSyncResult };

/** Where a price table is taken from. An empty address is the hub's own setting. */
export type TableSource =
  { readonly kind: 'address'; readonly url: string } | { readonly kind: 'file'; readonly content: string };

export const PRICES_URL = apiPath('/api/v1/model-prices');
export const MISSING_PRICES_URL = apiPath('/api/v1/model-prices/missing');

export function priceUrl(model: string): string {
  return apiPath('/api/v1/model-prices/{model}', model);
}

export function priceHistoryUrl(model: string): string {
  return apiPath('/api/v1/model-prices/{model}/history', model);
}

@Service()
export class PricesApi {
  private readonly http = inject(HttpClient);

  create(draft: PriceDraft): Promise<Price> {
    return firstValueFrom(this.http.post<Price>(PRICES_URL, draft));
  }

  replace(model: string, update: ModelPriceUpdate): Promise<Price> {
    return firstValueFrom(this.http.put<Price>(priceUrl(model), update));
  }

  async remove(model: string): Promise<void> {
    await firstValueFrom(this.http.delete(priceUrl(model)));
  }

  preview(source: TableSource): Promise<PriceSyncPreview> {
    const { preview } = ADDRESSES[source.kind];
    return firstValueFrom(this.http.post<PriceSyncPreview>(preview, bodyOf(source)));
  }

  /** Takes over the table of a preview, which its digest names; a price set by hand only when it is listed. */
  takeOver(
    source: TableSource,
    digest: string,
    overwriteManual: readonly string[],
  ): Promise<PriceSyncResult> {
    const { apply } = ADDRESSES[source.kind];
    const body = { ...bodyOf(source), digest, overwriteManual };
    return firstValueFrom(this.http.post<PriceSyncResult>(apply, body));
  }
}

const ADDRESSES = {
  address: {
    preview: apiPath('/api/v1/model-prices/sync/preview'),
    apply: apiPath('/api/v1/model-prices/sync'),
  },
  file: {
    preview: apiPath('/api/v1/model-prices/upload/preview'),
    apply: apiPath('/api/v1/model-prices/upload'),
  },
} as const;

function bodyOf(source: TableSource): object {
  if (source.kind === 'file') return { content: source.content };
  return source.url === '' ? {} : { url: source.url };
}
