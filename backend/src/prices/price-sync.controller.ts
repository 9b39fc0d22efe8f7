import { Body, Post } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import {
  MAX_UPLOAD_BYTES,
  PriceSyncDraft,
  PriceSyncPreview,
  PriceSyncPreviewDraft,
  PriceSyncResult,
  PriceUploadDraft,
  PriceUploadPreviewDraft,
} from './price-sync.dto';
import { PriceSyncService } from './price-sync.service';

const REFUSES = [...REFUSALS.public, ...REFUSALS.plain, 'cross_site_request'] as const;

/** Whoever applies a table has looked at it before: the digest of the preview says which one it was. */
@AdminController('model-prices', 'Prices')
export class PriceSyncController {
  constructor(private readonly tables: PriceSyncService) {}

  @Post('sync/preview')
  @Access('prices:write')
  @Operation({
    summary: 'Fetch a price table and say what it would change',
    answer: PriceSyncPreview,
    refuses: [...REFUSES, 'price_source_failed'],
  })
  previewPriceSync(@Body() draft: PriceSyncPreviewDraft): Promise<PriceSyncPreview> {
    return this.tables.previewSync(draft);
  }

  @Post('sync')
  @Access('prices:write')
  @Operation({
    summary: 'Fetch a price table and take it over',
    description: 'Prices of models that it does not mention stay.',
    answer: PriceSyncResult,
    refuses: [...REFUSES, 'price_source_failed', 'conflict'],
  })
  syncPrices(@Body() draft: PriceSyncDraft): Promise<PriceSyncResult> {
    return this.tables.sync(draft);
  }

  @Post('upload/preview')
  @RouteConfig({ bodyLimit: MAX_UPLOAD_BYTES })
  @Access('prices:write')
  @Operation({
    summary: 'Say what an uploaded price table would change',
    answer: PriceSyncPreview,
    refuses: REFUSES,
  })
  previewPriceUpload(@Body() draft: PriceUploadPreviewDraft): Promise<PriceSyncPreview> {
    return this.tables.previewUpload(draft);
  }

  @Post('upload')
  @RouteConfig({ bodyLimit: MAX_UPLOAD_BYTES })
  @Access('prices:write')
  @Operation({
    summary: 'Take an uploaded price table over',
    description: 'Prices of models that it does not mention stay.',
    answer: PriceSyncResult,
    refuses: [...REFUSES, 'conflict'],
  })
  uploadPrices(@Body() draft: PriceUploadDraft): Promise<PriceSyncResult> {
    return this.tables.upload(draft);
  }
}
