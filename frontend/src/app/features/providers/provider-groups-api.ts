import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type { ProviderGroupDraft, ProviderGroupPatch, ProviderGroupView } from '@cch/api-client/models';
import { firstValueFrom } from 'rxjs';
import { apiPath } from '../../core/api-path';

export type ProviderGroup = ProviderGroupView;

export const PROVIDER_GROUPS_URL = apiPath('/api/v1/provider-groups');

@Service()
export class ProviderGroupsApi {
  private readonly http = inject(HttpClient);

  create(draft: ProviderGroupDraft): Promise<ProviderGroup> {
    return firstValueFrom(this.http.post<ProviderGroup>(PROVIDER_GROUPS_URL, draft));
  }

  change(id: number, patch: ProviderGroupPatch): Promise<ProviderGroup> {
    return firstValueFrom(this.http.patch<ProviderGroup>(apiPath('/api/v1/provider-groups/{id}', id), patch));
  }

  async remove(id: number): Promise<void> {
    await firstValueFrom(this.http.delete(apiPath('/api/v1/provider-groups/{id}', id)));
  }
}
