import type { EgressRoute } from '@cch/contracts/decision-codes';
import type {
  UpstreamClient,
  UpstreamController,
  UpstreamHandler,
  UpstreamRequest,
} from '../../src/platform/upstream/upstream-client';
import type { UpstreamTarget } from '../../src/platform/upstream/upstream-target';

/** Everything a handler was told about one request, in its order. */
export class UpstreamExchange implements UpstreamHandler {
  /** The routes, `start` and `error`, `end`. */
  readonly told: string[] = [];
  status = 0;
  body = '';
  error: Error | undefined;
  readonly over: Promise<this>;
  private settle: () => void = () => undefined;
  private readonly awaited: { readonly text: string; readonly resolve: () => void }[] = [];

  private constructor() {
    this.over = new Promise((resolve) => {
      // undici takes a connection for free a turn of the event loop after the end of its request.
      this.settle = () => void setImmediate(() => setImmediate(() => resolve(this)));
    });
  }

  static begin(
    client: UpstreamClient,
    target: UpstreamTarget,
    request: Partial<UpstreamRequest> = {},
  ): UpstreamExchange {
    const exchange = new UpstreamExchange();
    const limits = { headersTimeout: 10_000, bodyTimeout: 10_000 };
    const whole = { path: '/echo', method: 'POST' as const, headers: [], body: [], ...limits, ...request };
    client.dispatch(target, whole, exchange);
    return exchange;
  }

  /** Resolves when the body contains the text. */
  received(text: string): Promise<void> {
    if (this.body.includes(text)) return Promise.resolve();
    return new Promise((resolve) => this.awaited.push({ text, resolve }));
  }

  onRoute(route: EgressRoute): void {
    this.told.push(route);
  }

  onRequestStart(): void {
    this.told.push('start');
  }

  onResponseStart(_controller: UpstreamController, status: number): void {
    this.status = status;
  }

  onResponseData(_controller: UpstreamController, chunk: Buffer): void {
    this.body += chunk.toString();
    for (const { text, resolve } of this.awaited) if (this.body.includes(text)) resolve();
  }

  onResponseEnd(): void {
    this.told.push('end');
    this.settle();
  }

  onResponseError(_controller: UpstreamController, error: Error): void {
    this.told.push('error');
    this.error = error;
    this.settle();
  }
}
