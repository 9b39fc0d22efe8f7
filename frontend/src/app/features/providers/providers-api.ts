import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type {
  ModelRuleDto,
  ProviderDraft,
  ProviderPage,
  ProviderPatch,
  ProviderView,
} from '@cch/api-client/models';
import { firstValueFrom } from 'rxjs';
import { apiPath } from '../../core/api-path';

export type Provider = ProviderView;
export type ModelRule = ModelRuleDto;
export type { ProviderDraft, ProviderPage };

export const PROVIDERS_URL = apiPath('/api/v1/providers');

export function providerUrl(id: number | string): string {
  return apiPath('/api/v1/providers/{id}', id);
}

@Service()
export class ProvidersApi {
  private readonly http = inject(HttpClient);

  create(draft: ProviderDraft): Promise<Provider> {
    return firstValueFrom(this.http.post<Provider>(PROVIDERS_URL, draft));
  }

  change(id: number, patch: ProviderPatch): Promise<Provider> {
    return firstValueFrom(this.http.patch<Provider>(providerUrl(id), patch));
  }

  async remove(id: number): Promise<void> {
    await firstValueFrom(this.http.delete(providerUrl(id)));
  }
}
