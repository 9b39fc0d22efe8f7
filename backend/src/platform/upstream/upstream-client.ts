import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { type Dispatcher, Pool } from 'undici';

export interface UpstreamRequest extends Pick<
  Dispatcher.DispatchOptions,
  'path' | 'method' | 'headersTimeout' | 'bodyTimeout'
> {
  /** Name and value pairs, flat; with the content-length of all pieces of the body. */
  readonly headers: string[];
  readonly body: readonly Buffer[];
}

export type UpstreamHandler = Dispatcher.DispatchHandler;
export type UpstreamController = Dispatcher.DispatchController;

const CONNECT_TIMEOUT_MS = 10_000;
// Below the idle limit of common servers and balancers (60 s and more). A shorter one announced by the server wins.
const KEEP_ALIVE_MS = 30_000;

const MAX_JSON_LENGTH = 8 * 1024 * 1024;

export interface JsonRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  /** Name and value pairs, flat. */
  readonly headers: readonly string[];
  readonly timeoutMs: number;
}

/** The only user of undici: one pool of keep-alive connections per upstream origin. */
@Injectable()
export class UpstreamClient implements OnApplicationShutdown {
  private readonly pools = new Map<string, Pool>();

  /** Sends a request; everything that happens to it is told to the handler, failures to connect included. */
  dispatch(origin: string, request: UpstreamRequest, handler: UpstreamHandler): void {
    const [first, second] = request.body;
    // A single piece goes out together with the headers. More are written one after the other: undici documents that a
    // body may be any iterable, its types have forgotten it.
    const body = second === undefined ? first : (request.body as unknown as Readable);
    this.poolOf(origin).dispatch({ ...request, body }, handler);
  }

  /** Fetches a JSON document of up to 8 MiB. Rejects on any status but 200, on invalid JSON and after the timeout. */
  async fetchJson(origin: string, { timeoutMs, headers, ...request }: JsonRequest): Promise<unknown> {
    const signal = AbortSignal.timeout(timeoutMs);
    const { statusCode, body } = await this.poolOf(origin).request({
      ...request,
      headers: [...headers],
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

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.pools.values()].map((pool) => pool.destroy()));
  }

  private poolOf(origin: string): Pool {
    const known = this.pools.get(origin);
    if (known) return known;
    const pool = new Pool(origin, {
      connections: null,
      pipelining: 1,
      allowH2: false,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      keepAliveTimeout: KEEP_ALIVE_MS,
      keepAliveMaxTimeout: 10 * KEEP_ALIVE_MS,
    });
    this.pools.set(origin, pool);
    return pool;
  }
}
