import { HttpClient } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import type { UserDraft, UserPage, UserPatch, UserView } from '@cch/api-client/models';
import { firstValueFrom } from 'rxjs';
import { apiPath } from '../../core/api-path';

export type User = UserView;
export type { UserDraft, UserPage };

export const USERS_URL = apiPath('/api/v1/users');

export function userUrl(id: number | string): string {
  return apiPath('/api/v1/users/{id}', id);
}

@Service()
export class UsersApi {
  private readonly http = inject(HttpClient);

  create(draft: UserDraft): Promise<User> {
    return firstValueFrom(this.http.post<User>(USERS_URL, draft));
  }

  change(id: number, patch: UserPatch): Promise<User> {
    return firstValueFrom(this.http.patch<User>(userUrl(id), patch));
  }

  async remove(id: number): Promise<void> {
    await firstValueFrom(this.http.delete(userUrl(id)));
  }
}
