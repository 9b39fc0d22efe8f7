import { expect } from 'vitest';
import type { ProviderView } from '../../src/providers/provider-page.dto';
import type { AdminApp } from './admin-app';
import { unique } from './hub-rig';

/** Creates and changes providers through the admin API, and expects it to go well. */
export class ProviderDesk {
  constructor(private readonly app: AdminApp) {}

  draft(fields: object = {}): object {
    return { name: unique('provider'), type: 'claude', url: 'https://example.com', key: 'sk', ...fields };
  }

  async create(fields: object = {}): Promise<ProviderView> {
    const answer = await this.app.client.post<ProviderView>('/api/v1/providers', this.draft(fields));
    expect(answer.status, answer.text).toBe(201);
    return answer.body;
  }

  async read(provider: ProviderView): Promise<ProviderView> {
    return (await this.app.client.get<ProviderView>(this.pathOf(provider))).body;
  }

  async patch(provider: ProviderView, fields: object): Promise<ProviderView> {
    const answer = await this.app.client.patch<ProviderView>(this.pathOf(provider), fields);
    expect(answer.status, answer.text).toBe(200);
    return answer.body;
  }

  pathOf({ id }: ProviderView): string {
    return `/api/v1/providers/${id}`;
  }
}
