import { Injectable } from '@nestjs/common';
import { UpstreamClient } from '../platform/upstream/upstream-client';
import type { UpstreamTarget } from '../platform/upstream/upstream-target';
import type { FreshToken, RefreshToken } from './access-token';

const TIMEOUT_MS = 10_000;

/** Gets new access tokens from Google's token endpoint (OAuth 2.0, RFC 6749 section 6). */
@Injectable()
export class GoogleTokenClient {
  constructor(private readonly upstream: UpstreamClient) {}

  /** Takes the same way, direct or through a proxy, as the requests to this provider do. */
  refreshFor(provider: UpstreamTarget): RefreshToken {
    return (credentials) => this.refresh(provider, credentials);
  }

  private async refresh(
    provider: UpstreamTarget,
    credentials: Parameters<RefreshToken>[0],
  ): Promise<FreshToken> {
    const { tokenUrl, refreshToken, clientId, clientSecret } = credentials;
    const { origin, pathname } = new URL(tokenUrl);
    const form = {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: clientId,
      client_secret: clientSecret,
    };
    const document = await this.upstream.fetchJson(
      { ...provider, origin },
      {
        method: 'POST',
        path: pathname,
        headers: ['content-type', 'application/x-www-form-urlencoded', 'accept', 'application/json'],
        body: new URLSearchParams(form).toString(),
        timeoutMs: TIMEOUT_MS,
      },
    );
    return toFreshToken(document);
  }
}

function toFreshToken(document: unknown): FreshToken {
  if (typeof document === 'object' && document !== null && 'access_token' in document) {
    const expiresIn = 'expires_in' in document ? Number(document.expires_in) : Number.NaN;
    return {
      accessToken: String(document.access_token),
      expiresIn: Number.isFinite(expiresIn) ? expiresIn : 0,
    };
  }
  throw new Error('the token endpoint sent no access token');
}
