import { Body, Delete, Get, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../admin/access.decorator';
import { AdminController, API_PATH } from '../admin/admin-controller.decorator';
import { Operation, REFUSALS } from '../admin/operation.decorator';
import { ModelPriceDraft, ModelPriceUpdate } from './model-price.dto';
import {
  ModelPricePage,
  ModelPriceQuery,
  ModelPriceView,
  PriceHistoryPage,
  PriceHistoryQuery,
} from './model-price-page.dto';
import { ModelPricesService } from './model-prices.service';

function ModelParam() {
  return ApiParam({
    name: 'model',
    description: 'Name of the model, percent-encoded: `openai/gpt-6` is `openai%2Fgpt-6`',
    schema: { type: 'string' },
  });
}

@AdminController('model-prices', 'Prices')
export class ModelPricesController {
  constructor(private readonly prices: ModelPricesService) {}

  @Get()
  @Access('prices:read')
  @Operation({ summary: 'List the prices that hold', answer: ModelPricePage, refuses: REFUSALS.list })
  listModelPrices(@Query() query: ModelPriceQuery): Promise<ModelPricePage> {
    return this.prices.list(query);
  }

  @Post()
  @Access('prices:write')
  @Operation({
    summary: 'Set the price of a model by hand',
    description:
      'Takes the place of a price that came with the hub or from a table. One that was set by hand is not replaced (`name_taken`).',
    status: 201,
    answer: ModelPriceView,
    refuses: REFUSALS.create,
  })
  async createModelPrice(
    @Body() draft: ModelPriceDraft,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ModelPriceView> {
    const price = await this.prices.create(draft);
    reply.header('location', `${API_PATH}/model-prices/${encodeURIComponent(price.model)}`);
    return price;
  }

  @Get(':model')
  @ModelParam()
  @Access('prices:read')
  @Operation({
    summary: 'Get the price of a model',
    description: 'Of exactly this name: requests also find prices under similar names.',
    answer: ModelPriceView,
    refuses: REFUSALS.read,
  })
  getModelPrice(@Param('model') model: string): Promise<ModelPriceView> {
    return this.prices.get(model);
  }

  @Get(':model/history')
  @ModelParam()
  @Access('prices:read')
  @Operation({
    summary: 'List all versions of a price, the newest first',
    description: 'Also of a price that was deleted.',
    answer: PriceHistoryPage,
    refuses: [...REFUSALS.list, 'not_found'],
  })
  listPriceHistory(
    @Param('model') model: string,
    @Query() query: PriceHistoryQuery,
  ): Promise<PriceHistoryPage> {
    return this.prices.history(model, query);
  }

  @Put(':model')
  @ModelParam()
  @Access('prices:write')
  @Operation({
    summary: 'Set the price of a model by hand, whatever it was before',
    answer: ModelPriceView,
    refuses: REFUSALS.create,
  })
  replaceModelPrice(
    @Param('model') model: string,
    @Body() update: ModelPriceUpdate,
  ): Promise<ModelPriceView> {
    return this.prices.replace(model, update);
  }

  @Delete(':model')
  @ModelParam()
  @Access('prices:write')
  @Operation({
    summary: 'Delete the price of a model',
    description: 'Further requests to it have no price. The versions stay, for what was billed by them.',
    status: 204,
    refuses: REFUSALS.act,
  })
  deleteModelPrice(@Param('model') model: string): Promise<void> {
    return this.prices.delete(model);
  }
}
