import { expect } from 'vitest';
import type {
  ModelPriceView,
  PriceHistoryPage,
  PriceVersionView,
} from '../../src/prices/model-price-page.dto';
import type { AdminApp } from './admin-app';

/** Sets and reads prices through the admin API, and expects it to go well. */
export class PriceDesk {
  constructor(private readonly app: AdminApp) {}

  async put(model: string, fields: object): Promise<ModelPriceView> {
    const answer = await this.app.client.send<ModelPriceView>('PUT', this.pathOf(model), { body: fields });
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  async read(model: string): Promise<ModelPriceView> {
    const answer = await this.app.client.get<ModelPriceView>(this.pathOf(model));
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  async history(model: string): Promise<readonly PriceVersionView[]> {
    const answer = await this.app.client.get<PriceHistoryPage>(`${this.pathOf(model)}/history`);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.items;
  }

  pathOf(model: string): string {
    return `/api/v1/model-prices/${encodeURIComponent(model)}`;
  }
}
