import type { ReplyReading } from '@cch/conversion/usage-readers';
import type { IncomingHttpHeaders } from 'node:http';
import type {
  UpstreamClient,
  UpstreamController,
  UpstreamHandler,
} from '../../platform/upstream/upstream-client';
import type { RoutableProvider } from '../../providers/provider-catalog';
import type { HeaderList } from '../../providers/upstream-auth';
import type { GatewayError } from '../errors/gateway-error';
import { connectionNames, NOT_SENT_DOWNSTREAM } from '../header-lists';
import { type BodyReading, readBody } from '../relay/body-reading';
import { ErrorReading } from '../relay/error-reading';
import type { RequestContext } from '../request-context';
import { outboundRequest } from './outbound-request';
import { AttemptEnded, upstreamFailure } from './upstream-failure';

/** How one try at one provider ended. Everything that varies per try is in here or was local to it. */
export interface AttemptOutcome {
  /**
   * answered: the provider's answer, good or bad, reached the client whole. failed: nothing has reached the client.
   * broken: the answer stopped after it had begun. abandoned: the client left.
   */
  readonly kind: 'answered' | 'failed' | 'broken' | 'abandoned';
  /** The upstream's status, once there was one. */
  readonly statusCode: number | undefined;
  readonly error: GatewayError | undefined;
  readonly reading: ReplyReading | Promise<ReplyReading> | undefined;
  /** What an error document of the provider says. */
  readonly upstreamMessage: string | undefined;
  readonly ttfbMs: number | undefined;
  readonly durationMs: number;
}

/**
 * Sends the request to the provider and relays the answer to the client as it comes.
 *
 * @param auth headers that authenticate the hub at the provider
 */
export function runAttempt(
  ctx: RequestContext,
  provider: RoutableProvider,
  auth: HeaderList,
  upstream: UpstreamClient,
): Promise<AttemptOutcome> {
  return new Promise((resolve) => {
    const attempt = new Attempt(ctx, provider, auth, resolve);
    upstream.dispatch(provider.origin, outboundRequest(ctx, provider, auth), attempt);
  });
}

// One object per attempt and no streams in between: undici's parser calls it, it writes to the client's socket.
class Attempt implements UpstreamHandler {
  private readonly startedAt = performance.now();
  private controller: UpstreamController | undefined;
  private statusCode: number | undefined;
  private firstByteAt: number | undefined;
  private reading: BodyReading | undefined;
  private errorReading: ErrorReading | undefined;
  private deadline: NodeJS.Timeout | undefined;
  /** The upstream's status and headers, until the first byte of the body sends them on. */
  private head: { readonly statusCode: number; readonly headers: IncomingHttpHeaders } | undefined;
  private isOver = false;

  constructor(
    private readonly ctx: RequestContext,
    private readonly provider: RoutableProvider,
    private readonly auth: HeaderList,
    private readonly resolve: (outcome: AttemptOutcome) => void,
  ) {
    ctx.received.res.on('close', this.stopWhenClientLeft);
  }

  onRequestStart(controller: UpstreamController): void {
    this.controller = controller;
    if (this.ctx.isAbandoned) return controller.abort(new AttemptEnded('client_closed'));
    const { timeoutFirstByte, timeoutRequest } = this.provider;
    if (this.ctx.asked.get().isStreaming) this.allow(timeoutFirstByte, 'upstream_first_byte_timeout');
    else this.allow(timeoutRequest, 'upstream_request_timeout');
  }

  onResponseStart(_controller: UpstreamController, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) return; // informational, for the hub only
    this.statusCode = statusCode;
    if (statusCode < 300) this.reading = readBody(this.ctx.received.format, headers);
    else this.errorReading = new ErrorReading();
    this.head = { statusCode, headers: downstreamHeaders(headers, this.ctx.received.id) };
  }

  onResponseData(controller: UpstreamController, chunk: Buffer): void {
    if (this.firstByteAt === undefined) this.noteFirstByte();
    const { res } = this.ctx.received;
    if (!res.write(chunk)) {
      controller.pause();
      res.once('drain', () => controller.resume());
    }
    this.reading?.push(chunk);
    this.errorReading?.push(chunk);
  }

  onResponseEnd(): void {
    this.sendHead();
    this.finish('answered', undefined);
    this.ctx.received.res.end();
  }

  onResponseError(_controller: UpstreamController, error: Error): void {
    const failure = upstreamFailure(error, this.ctx.asked.get().isStreaming);
    if (failure.code === 'client_closed') return this.finish('abandoned', failure);
    if (!this.ctx.received.res.headersSent) return this.finish('failed', failure);
    this.finish('broken', failure);
    // A clean end would pass for a complete answer.
    this.ctx.received.res.destroy();
  }

  private readonly stopWhenClientLeft = (): void => {
    if (this.ctx.received.res.writableFinished) return;
    this.ctx.isAbandoned = true;
    this.stop('client_closed');
  };

  private noteFirstByte(): void {
    this.firstByteAt = performance.now();
    // A stream may take as long as it likes, as long as it does not pause; an answer in one piece has its whole time.
    if (this.ctx.asked.get().isStreaming) clearTimeout(this.deadline);
    this.sendHead();
  }

  // Not before there is a body: until then a failure can still be told with a status of its own.
  private sendHead(): void {
    if (!this.head) return;
    this.ctx.received.res.writeHead(this.head.statusCode, this.head.headers);
    this.head = undefined;
  }

  /** @param ms 0 for any time */
  private allow(ms: number, reason: AttemptEnded['reason']): void {
    if (ms > 0) this.deadline = setTimeout(() => this.stop(reason), ms);
  }

  private stop(reason: AttemptEnded['reason']): void {
    this.controller?.abort(new AttemptEnded(reason));
  }

  private finish(kind: AttemptOutcome['kind'], error: GatewayError | undefined): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.deadline);
    this.ctx.received.res.off('close', this.stopWhenClientLeft);
    const secrets = this.auth.filter((_, at) => at % 2 === 1).map((value) => value.replace(/^Bearer /, ''));
    this.resolve({
      kind,
      statusCode: this.statusCode,
      error,
      reading: this.reading?.end(),
      upstreamMessage: this.errorReading?.message(secrets),
      ttfbMs: this.firstByteAt === undefined ? undefined : this.firstByteAt - this.startedAt,
      durationMs: performance.now() - this.startedAt,
    });
  }
}

function downstreamHeaders(headers: IncomingHttpHeaders, requestId: string): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = {};
  const named = connectionNames(headers.connection);
  for (const name in headers) {
    if (!NOT_SENT_DOWNSTREAM.has(name) && !named.includes(name)) kept[name] = headers[name];
  }
  const upstreamId = headers['x-request-id'];
  if (upstreamId !== undefined) kept['x-upstream-request-id'] = upstreamId;
  kept['x-request-id'] = requestId;
  return kept;
}
