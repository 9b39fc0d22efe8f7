import { Get, Query } from '@nestjs/common';
import { Access } from '../admin/access.decorator';
import { AdminController } from '../admin/admin-controller.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { DAYS_BACK, MissingPriceList, MissingPriceQuery } from './missing-price.dto';
import { MissingPrices } from './missing-prices';

// It stands here because it is read from usage; among the prices is where people look for it.
@AdminController('model-prices', 'Prices')
export class MissingPricesController {
  constructor(private readonly missing: MissingPrices) {}

  @Get('missing')
  @Access('prices:read')
  @Operation({
    summary: 'List the models that were served without a price',
    answer: MissingPriceList,
    refuses: ['validation_failed', ...REFUSALS.plain],
  })
  async listMissingPrices(
    @Query() { days = DAYS_BACK.default }: MissingPriceQuery,
  ): Promise<MissingPriceList> {
    return { items: await this.missing.list(days) };
  }
}
