import { HttpClient, HttpErrorResponse } from '@angular/common/http';
import { Service, computed, inject, signal } from '@angular/core';
import type { SessionView } from '@cch/api-client/models';
import { firstValueFrom } from 'rxjs';
import { apiPath } from './api-path';

export type LoginResult = 'welcome' | 'cookie-refused';

/** Who is signed in. The credential itself is an HttpOnly cookie that this code never sees. */
@Service()
export class Auth {
  private readonly http = inject(HttpClient);
  private readonly known = signal<SessionView | null | undefined>(undefined);

  readonly session = computed(() => this.known() ?? null);

  /** Asks the server once; later calls answer from memory. */
  async restore(): Promise<SessionView | null> {
    const known = this.known();
    if (known !== undefined) return known;
    const session = await this.fetchSession();
    this.known.set(session);
    return session;
  }

  /** Signs in, then makes sure that the browser kept the cookie: over plain HTTP it drops secure ones silently. */
  async login(token: string): Promise<LoginResult> {
    await firstValueFrom(this.http.post(apiPath('/api/v1/auth/login'), { token }));
    const session = await this.fetchSession();
    this.known.set(session);
    return session ? 'welcome' : 'cookie-refused';
  }

  async logout(): Promise<void> {
    await firstValueFrom(this.http.post(apiPath('/api/v1/auth/logout'), {}));
    this.forget();
  }

  /** Called when the server no longer accepts the login. */
  forget(): void {
    this.known.set(null);
  }

  private async fetchSession(): Promise<SessionView | null> {
    try {
      return await firstValueFrom(this.http.get<SessionView>(apiPath('/api/v1/auth/session')));
    } catch (error) {
      // 401 is the answer "nobody is signed in"; everything else is a failure that the caller shows.
      if (error instanceof HttpErrorResponse && error.status === 401) return null;
      throw error;
    }
  }
}
