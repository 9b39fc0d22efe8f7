import type { GoogleCredentials } from './google-credentials';

export interface FreshToken {
  readonly accessToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

export type RefreshToken = (refresh: NonNullable<GoogleCredentials['refresh']>) => Promise<FreshToken>;

// A token that ends during an answer still serves it; one that ends before the request arrives does not.
const RENEW_BEFORE_MS = 120_000;

/** The access token of one account, renewed before it ends, once for all requests that wait for it. */
export class AccessToken {
  private token: string | undefined;
  private expiresAt: number;
  private renewing: Promise<string> | undefined;

  constructor(
    private readonly credentials: GoogleCredentials,
    private readonly refresh: RefreshToken,
    private readonly now: () => number,
  ) {
    this.token = credentials.accessToken;
    this.expiresAt = credentials.expiresAt ?? (credentials.accessToken ? Number.POSITIVE_INFINITY : 0);
  }

  /** The token, at once when there is a valid one. Rejects when a new one cannot be had. */
  current(): string | Promise<string> {
    const left = this.expiresAt - this.now();
    if (this.token === undefined || left <= 0) return this.renew();
    if (left < RENEW_BEFORE_MS && this.credentials.refresh) {
      this.renew().catch(() => undefined); // the present one holds; the next request tries again
    }
    return this.token;
  }

  private renew(): Promise<string> {
    const { refresh } = this.credentials;
    if (!refresh) return Promise.reject(new Error('the access token has expired and cannot be renewed'));
    this.renewing ??= this.refresh(refresh)
      .then(({ accessToken, expiresIn }) => {
        this.token = accessToken;
        this.expiresAt = this.now() + expiresIn * 1000;
        return accessToken;
      })
      .finally(() => {
        this.renewing = undefined;
      });
    return this.renewing;
  }
}
