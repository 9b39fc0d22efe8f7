import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { ProxyFailed } from './proxy-failed';
import type { UpstreamHandler } from './upstream-client';

type Controller = Dispatcher.DispatchController;

/** Stands between a request through a proxy and its handler, and sends the request directly when the proxy fails. */
export class DirectAfterProxy implements Dispatcher.DispatchHandler {
  constructor(
    private readonly handler: UpstreamHandler,
    private readonly sendDirectly: () => void,
  ) {}

  onRequestStart(controller: Controller, context: unknown): void {
    this.handler.onRequestStart?.(controller, context);
  }

  onResponseStart(controller: Controller, status: number, headers: IncomingHttpHeaders, text?: string): void {
    this.handler.onResponseStart?.(controller, status, headers, text);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: Controller, trailers: IncomingHttpHeaders): void {
    this.handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: Controller, error: Error): void {
    // Only opening a connection fails with this, so nothing of the request has been sent.
    if (!(error instanceof ProxyFailed)) return this.handler.onResponseError?.(controller, error);
    this.handler.onRoute?.('direct_after_proxy');
    this.sendDirectly();
  }
}
