import { optionalTimeText, timeText } from '../admin/view-values';
import type { ModelPriceView, PriceVersionView } from './model-price-page.dto';
import type { ModelPriceEntity } from './model-price.entity';
import { fieldsOf } from './price-fields';

export function modelPriceView({ id, model, source, sheet, createdAt }: ModelPriceEntity): ModelPriceView {
  return { id, model, source, ...fieldsOf(sheet), createdAt: timeText(createdAt) };
}

export function priceVersionView(price: ModelPriceEntity): PriceVersionView {
  return { ...modelPriceView(price), supersededAt: optionalTimeText(price.supersededAt) };
}
