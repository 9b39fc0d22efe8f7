/** Where a request goes, and the way it takes. */
export interface UpstreamTarget {
  /** Scheme, host and port. */
  readonly origin: string;
  /** With user and password; never to be logged or shown as it is. */
  readonly proxyUrl: string | undefined;
  /** Whether the request goes out without the proxy when that does not work. */
  readonly fallbackToDirect: boolean;
}

export function directTo(origin: string): UpstreamTarget {
  return { origin, proxyUrl: undefined, fallbackToDirect: false };
}
