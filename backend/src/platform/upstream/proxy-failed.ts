/** unreachable: no connection to the proxy, TLS included. refused: it did not open the way to the upstream. */
export type ProxyFailureCode = 'proxy_unreachable' | 'proxy_refused';

/**
 * The egress proxy did not work, so the upstream has seen nothing of the request. Has no cause: what libraries throw may
 * carry the proxy's user and password.
 */
export class ProxyFailed extends Error {
  override readonly name = 'ProxyFailed';

  constructor(
    readonly code: ProxyFailureCode,
    message: string,
  ) {
    super(message);
  }
}
