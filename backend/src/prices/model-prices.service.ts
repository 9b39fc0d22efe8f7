import { isModelName } from '@cch/domain/pricing/model-name';
import { hasPrice } from '@cch/domain/pricing/price-sheet';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { AdminError, invalidFields, notFound } from '../admin/admin-error';
import { readPage, rowPosition, toPage } from '../admin/paging';
import { ConfigWatcher } from '../platform/snapshot/config-watcher';
import type { ModelPriceDraft, ModelPriceUpdate } from './model-price.dto';
import type {
  ModelPricePage,
  ModelPriceQuery,
  ModelPriceView,
  PriceHistoryPage,
  PriceHistoryQuery,
} from './model-price-page.dto';
import type { ModelPriceEntity } from './model-price.entity';
import { HISTORY_COLUMNS, MODEL_PRICE_COLUMNS, ModelPriceRepository } from './model-price.repository';
import { modelPriceView, priceVersionView } from './model-price.view';
import { modelNameCheck } from './price-checks';
import { sheetOf } from './price-fields';

const NO_PRICE = {
  path: 'inputCostPerToken',
  code: 'required',
  message: 'is required, or outputCostPerToken, or costPerRequest; "0" for a free model',
} as const;

@Injectable()
export class ModelPricesService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly prices: ModelPriceRepository,
    private readonly watcher: ConfigWatcher,
  ) {}

  async list(query: ModelPriceQuery): Promise<ModelPricePage> {
    const page = readPage(query, MODEL_PRICE_COLUMNS, 'model');
    return toPage(
      await this.prices.page(query, page),
      page,
      (row) => modelPriceView(row.entity),
      rowPosition,
    );
  }

  async get(model: string): Promise<ModelPriceView> {
    const price = isModelName(model) ? await this.prices.find(model) : null;
    if (!price) throw notFound('price');
    return modelPriceView(price);
  }

  async history(model: string, query: PriceHistoryQuery): Promise<PriceHistoryPage> {
    if (!isModelName(model)) throw notFound('price');
    const page = readPage(query, HISTORY_COLUMNS, '-id');
    const versions = await this.prices.history(model, page);
    if (versions.length === 0 && !page.after) throw notFound('price');
    return toPage(versions, page, (row) => priceVersionView(row.entity), rowPosition);
  }

  /** Sets the price of a model by hand, unless somebody has done so before. */
  async create(draft: ModelPriceDraft): Promise<ModelPriceView> {
    return this.set(draft.model, draft, 'first');
  }

  /** Sets the price of a model by hand. */
  async replace(model: string, update: ModelPriceUpdate): Promise<ModelPriceView> {
    if (update.model !== undefined && update.model !== model) {
      throw invalidFields([{ path: 'model', code: 'not_a_choice', message: 'must be the name in the path' }]);
    }
    const [found] = modelNameCheck(model, undefined);
    if (found) throw invalidFields([{ ...found, path: 'model' }]);
    return this.set(model, update, 'any');
  }

  async delete(model: string): Promise<void> {
    if (!isModelName(model)) throw notFound('price');
    await this.database.transaction(async (manager) => {
      await this.prices.lock(manager);
      if (!(await this.prices.find(model, manager))) throw notFound('price');
      await this.prices.supersede([model], manager);
    });
    await this.watcher.announce();
  }

  private async set(
    model: string,
    fields: ModelPriceUpdate,
    which: 'first' | 'any',
  ): Promise<ModelPriceView> {
    const sheet = sheetOf(fields);
    if (!hasPrice(sheet)) throw invalidFields([NO_PRICE]);
    const price = await this.database.transaction(async (manager) => {
      await this.prices.lock(manager);
      if (which === 'first') refuseTaken(await this.prices.find(model, manager));
      await this.prices.replace([{ model, source: 'manual', sheet }], manager);
      return this.prices.find(model, manager);
    });
    if (!price) throw new Error('a price was gone before anybody could have deleted it');
    await this.watcher.announce();
    return modelPriceView(price);
  }
}

function refuseTaken(price: ModelPriceEntity | null): void {
  if (price?.source !== 'manual') return;
  throw new AdminError('name_taken', 'The model has a price that was set by hand. Replace it with PUT.', {
    errors: [{ path: 'model', code: 'name_taken', message: 'has a price that was set by hand' }],
  });
}
