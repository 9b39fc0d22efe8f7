import type { EgressRoute } from '@cch/contracts/decision-codes';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { DirectAfterProxy } from './direct-after-proxy';
import { ProxyFailed } from './proxy-failed';
import { UpstreamPools } from './upstream-pools';
import type { UpstreamTarget } from './upstream-target';

export interface UpstreamRequest extends Pick<
  Dispatcher.DispatchOptions,
  'path' | 'method' | 'headersTimeout' | 'bodyTimeout'
> {
  /** Name and value pairs, flat; with the content-length of all pieces of the body. */
  readonly headers: string[];
  readonly body: readonly Buffer[];
}

export interface UpstreamHandler extends Pick<
  Dispatcher.DispatchHandler,
  'onRequestStart' | 'onResponseStart' | 'onResponseData' | 'onResponseEnd' | 'onResponseError'
> {
  /**
   * Told before anything else, for a target with a proxy only: 'proxy', and then 'direct_after_proxy' when the proxy has
   * failed and the request goes out once more.
   */
  onRoute?(route: EgressRoute): void;
}
export type UpstreamController = Dispatcher.DispatchController;

const MAX_JSON_LENGTH = 8 * 1024 * 1024;

export interface JsonRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  /** Name and value pairs, flat. */
  readonly headers: readonly string[];
  readonly timeoutMs: number;
}

/** Sends requests to upstreams over connections that are kept alive, through their proxies. */
@Injectable()
export class UpstreamClient implements OnApplicationShutdown {
  private readonly pools = new UpstreamPools();

  /** Sends a request; everything that happens to it is told to the handler, failures to connect included. */
  dispatch(target: UpstreamTarget, request: UpstreamRequest, handler: UpstreamHandler): void {
    const { origin, proxyUrl, fallbackToDirect } = target;
    if (proxyUrl === undefined) return this.send(origin, undefined, request, handler);
    handler.onRoute?.('proxy');
    const receiver = fallbackToDirect
      ? new DirectAfterProxy(handler, () => this.send(origin, undefined, request, handler))
      : handler;
    this.send(origin, proxyUrl, request, receiver);
  }

  /** Fetches a JSON document of up to 8 MiB. Rejects on any status but 200, on invalid JSON and after the timeout. */
  async fetchJson(target: UpstreamTarget, { timeoutMs, ...request }: JsonRequest): Promise<unknown> {
    const { origin } = target;
    const signal = AbortSignal.timeout(timeoutMs);
    const { statusCode, body } = await this.open(target, {
      ...request,
      headers: [...request.headers],
      signal,
    });
    body.on('error', () => undefined); // destroying a body must not throw; reading it reports the error
    if (statusCode !== 200) {
      body.destroy();
      throw new Error(`${origin} answered ${statusCode}`);
    }
    let text = '';
    for await (const chunk of body.setEncoding('utf8')) {
      text += String(chunk);
      if (text.length > MAX_JSON_LENGTH) throw new Error(`${origin} sent too much`);
    }
    return JSON.parse(text);
  }

  /**
   * Names every target that may still be asked. Connections for others end: idle ones at once, busy ones with their
   * request.
   */
  retain(targets: readonly UpstreamTarget[]): void {
    this.pools.retain(targets);
  }

  /** Ends everything at once, requests under way included. */
  async destroy(): Promise<void> {
    await this.pools.destroy();
  }

  onApplicationShutdown(): Promise<void> {
    return this.destroy();
  }

  private send(
    origin: string,
    proxyUrl: string | undefined,
    request: UpstreamRequest,
    handler: Dispatcher.DispatchHandler,
  ): void {
    const [first, second] = request.body;
    // A single piece goes out together with the headers. More are written one after the other: undici documents that a
    // body may be any iterable, its types have forgotten it.
    const body = second === undefined ? first : (request.body as unknown as Readable);
    this.pools.of(origin, proxyUrl).dispatch({ ...request, body }, handler);
  }

  private async open(
    { origin, proxyUrl, fallbackToDirect }: UpstreamTarget,
    request: Dispatcher.RequestOptions,
  ): Promise<Dispatcher.ResponseData> {
    try {
      return await this.pools.of(origin, proxyUrl).request(request);
    } catch (error) {
      if (!fallbackToDirect || !(error instanceof ProxyFailed)) throw error;
      return this.pools.of(origin, undefined).request(request);
    }
  }
}
