import type { ProviderType } from '@cch/contracts/provider-types';
import { Inject, Injectable } from '@nestjs/common';
import { type Clock, CLOCK } from '../platform/clock';
import type { UpstreamTarget } from '../platform/upstream/upstream-target';
import { AccessToken } from './access-token';
import { readGoogleCredentials } from './google-credentials';
import { GoogleTokenClient } from './google-token-client';
import { type HeaderList, keyHeaders, tokenHeaders } from './upstream-auth';

/** Headers that authenticate the hub; a promise only while an OAuth token is being renewed. */
export type AuthHeaders = () => HeaderList | Promise<HeaderList>;

/** Makes a provider's key into the headers that its upstream wants. */
@Injectable()
export class UpstreamLogin {
  constructor(
    private readonly google: GoogleTokenClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  headersFor(type: ProviderType, target: UpstreamTarget, key: string): AuthHeaders {
    const credentials = type === 'gemini' || type === 'gemini-cli' ? readGoogleCredentials(key) : undefined;
    if (!credentials) {
      const headers = keyHeaders(type, new URL(target.origin).hostname, key);
      return () => headers;
    }
    const token = new AccessToken(credentials, this.google.refreshFor(target), () => this.clock.now());
    return () => {
      const current = token.current();
      return typeof current === 'string'
        ? tokenHeaders(type, current)
        : current.then((renewed) => tokenHeaders(type, renewed));
    };
  }
}
