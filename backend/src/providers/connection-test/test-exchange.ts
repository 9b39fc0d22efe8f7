import type { EgressRoute } from '@cch/contracts/decision-codes';
import type { AttemptFailure } from '@cch/domain/failure/classify-failure';
import type { IncomingHttpHeaders } from 'node:http';
import { AttemptEnded, transportFailure } from '../../platform/upstream/transport-failure';
import type {
  UpstreamClient,
  UpstreamController,
  UpstreamHandler,
  UpstreamRequest,
} from '../../platform/upstream/upstream-client';
import type { UpstreamTarget } from '../../platform/upstream/upstream-target';

/** What came back, however much it was. */
export interface TestAnswer {
  readonly statusCode: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** There was more than anybody wants to read. */
  readonly isCut: boolean;
  /** Why it is not whole. */
  readonly failure: AttemptFailure | undefined;
  /** What the system says about that. */
  readonly detail: string;
  readonly route: EgressRoute;
  readonly ttfbMs: number | undefined;
}

// An answer in one word has some hundred bytes around it, an error page of a CDN some ten thousand.
const MOST_BYTES = 256 * 1024;

/** Sends one request and keeps the answer. */
export class TestExchange implements UpstreamHandler {
  private readonly startedAt = performance.now();
  private readonly chunks: Buffer[] = [];
  private size = 0;
  private controller: UpstreamController | undefined;
  private route: EgressRoute = 'direct';
  private statusCode: number | undefined;
  private headers: IncomingHttpHeaders = {};
  private ttfbMs: number | undefined;

  private constructor(private readonly resolve: (answer: TestAnswer) => void) {}

  /** Resolves always, at the latest when the signal says so. */
  static send(
    client: UpstreamClient,
    target: UpstreamTarget,
    request: UpstreamRequest,
    signal: AbortSignal,
  ): Promise<TestAnswer> {
    return new Promise((resolve) => {
      const exchange = new TestExchange(resolve);
      if (signal.aborted) return exchange.stop();
      signal.addEventListener('abort', () => exchange.stop(), { once: true });
      client.dispatch(target, request, exchange);
    });
  }

  onRoute(route: EgressRoute): void {
    this.route = route;
  }

  onRequestStart(controller: UpstreamController): void {
    this.controller = controller;
  }

  onResponseStart(_controller: UpstreamController, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) return; // informational
    this.statusCode = statusCode;
    this.headers = headers;
  }

  onResponseData(controller: UpstreamController, chunk: Buffer): void {
    this.ttfbMs ??= performance.now() - this.startedAt;
    this.chunks.push(chunk);
    this.size += chunk.length;
    if (this.size < MOST_BYTES) return;
    this.finish({ isCut: true });
    controller.abort(new AttemptEnded('judged'));
  }

  onResponseEnd(): void {
    this.finish({});
  }

  onResponseError(_controller: UpstreamController, error: Error): void {
    this.finish({ failure: transportFailure(error, true), detail: reasonIn(error) });
  }

  private stop(): void {
    this.finish({ failure: this.delay() });
    this.controller?.abort(new AttemptEnded('judged'));
  }

  /** What has taken too long. */
  private delay(): AttemptFailure {
    if (this.ttfbMs !== undefined) return { kind: 'timeout', reason: 'request_timeout' };
    if (this.controller) return { kind: 'timeout', reason: 'first_byte_timeout' };
    return { kind: 'network', reason: this.route === 'proxy' ? 'proxy_failed' : 'unreachable' };
  }

  /** Only the first end counts. */
  private finish(end: Partial<Pick<TestAnswer, 'isCut' | 'failure' | 'detail'>>): void {
    const { statusCode, headers, route, ttfbMs } = this;
    const body = Buffer.concat(this.chunks).subarray(0, MOST_BYTES);
    this.resolve({
      statusCode,
      headers,
      body,
      isCut: false,
      failure: undefined,
      detail: '',
      route,
      ttfbMs,
      ...end,
    });
  }
}

/** Of several addresses that were tried none has a message for all. */
function reasonIn(error: Error): string {
  return error.message || ('code' in error ? String(error.code) : '');
}
