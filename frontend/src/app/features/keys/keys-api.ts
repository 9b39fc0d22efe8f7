import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type { IssuedKeyView, KeyDraft, KeyPage, KeyPatch, KeyView } from '@cch/api-client/models';
import { firstValueFrom } from 'rxjs';
import { apiPath } from '../../core/api-path';

export type ClientKey = KeyView;
/** The answer of create and rotate: the only time that the secret is there. */
export type IssuedKey = IssuedKeyView;
export type { KeyDraft, KeyPage };

export function keysUrl(userId: number | string): string {
  return apiPath('/api/v1/users/{userId}/keys', userId);
}

@Service()
export class KeysApi {
  private readonly http = inject(HttpClient);

  create(userId: number, draft: KeyDraft): Promise<IssuedKey> {
    return firstValueFrom(this.http.post<IssuedKey>(keysUrl(userId), draft));
  }

  change(id: number, patch: KeyPatch): Promise<ClientKey> {
    return firstValueFrom(this.http.patch<ClientKey>(apiPath('/api/v1/keys/{id}', id), patch));
  }

  rotate(id: number): Promise<IssuedKey> {
    return firstValueFrom(this.http.post<IssuedKey>(apiPath('/api/v1/keys/{id}/rotate', id), {}));
  }

  async remove(id: number): Promise<void> {
    await firstValueFrom(this.http.delete(apiPath('/api/v1/keys/{id}', id)));
  }
}
