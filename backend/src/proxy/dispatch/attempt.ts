import type { EgressRoute, FailureVerdict } from '@cch/contracts/decision-codes';
import type { ReplyVerdict } from '@cch/conversion/reply-reading';
import type { ReplyReading } from '@cch/conversion/usage-readers';
import type { IncomingHttpHeaders } from 'node:http';
import { ErrorReading } from '../../platform/upstream/error-reading';
import { AttemptEnded, transportFailure } from '../../platform/upstream/transport-failure';
import { maskSecrets } from '../../platform/secrets/mask-secrets';
import type { UpstreamController, UpstreamHandler } from '../../platform/upstream/upstream-client';
import type { HeaderList } from '../../providers/upstream-auth';
import type { GatewayError } from '../errors/gateway-error';
import { downstreamHeaders } from '../header-lists';
import { type BodyReading, readBody } from '../relay/body-reading';
import { Downstream } from '../relay/downstream';
import { HeldReply } from '../relay/held-reply';
import type { AttemptOutcome, AttemptPlan } from './attempt-outcome';
import { clientClosed, failureError } from './upstream-failure';

// What may be held back before the first content. A stream that says so much and nothing of substance is let through:
// silence costs the client more than a failure seen.
const MOST_HELD_EVENTS = 64;
const MOST_HELD_BYTES = 1024 * 1024;

/**
 * Takes the upstream's answer from undici's parser to the client's socket, with no streams in between. The answer is held
 * back until its first content, so that a failure before it can still be hidden by another attempt.
 */
export class Attempt implements UpstreamHandler {
  private readonly startedAt = performance.now();
  private readonly isStreaming: boolean;
  private controller: UpstreamController | undefined;
  private route: EgressRoute = 'direct';
  private firstByteAt: number | undefined;
  private deadline: NodeJS.Timeout | undefined;
  private held: HeldReply | undefined;
  private reading: BodyReading | undefined;
  private errorReading: ErrorReading | undefined;
  /** Set from the first content on. */
  private downstream: Downstream | undefined;
  private isOver = false;

  constructor(
    private readonly plan: AttemptPlan,
    private readonly resolve: (outcome: AttemptOutcome) => void,
  ) {
    this.isStreaming = plan.ctx.asked.get().isStreaming;
    plan.ctx.received.res.on('close', this.stopWhenClientLeft);
  }

  onRoute(route: EgressRoute): void {
    this.route = route;
  }

  onRequestStart(controller: UpstreamController): void {
    this.controller = controller;
    if (this.plan.ctx.isAbandoned) return controller.abort(new AttemptEnded('client_closed'));
    const { timeoutFirstByte, timeoutRequest } = this.plan.provider;
    if (this.isStreaming) this.allow(timeoutFirstByte, 'first_byte_timeout');
    else this.allow(timeoutRequest, 'request_timeout');
  }

  onResponseStart(_controller: UpstreamController, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) return; // informational, for the hub only
    const { received, answerHeaders } = this.plan.ctx;
    const { format, id } = received;
    this.held = new HeldReply(statusCode, downstreamHeaders(headers, id, answerHeaders));
    if (statusCode < 300) this.reading = readBody(format, headers, () => this.decide());
    else this.errorReading = new ErrorReading(headers, this.plan.now());
  }

  onResponseData(controller: UpstreamController, chunk: Buffer): void {
    if (this.firstByteAt === undefined) this.noteFirstByte();
    if (this.downstream) {
      this.downstream.write(chunk, controller);
      this.reading?.push(chunk);
      return;
    }
    this.held?.push(chunk);
    this.errorReading?.push(chunk);
    this.reading?.push(chunk);
    this.decide();
  }

  onResponseEnd(): void {
    if (this.isOver) return;
    if (!this.reading) return this.endWithStatus();
    const reading = this.reading.end();
    if (reading instanceof Promise) void reading.then((read) => this.endWith(read));
    else this.endWith(reading);
  }

  onResponseError(_controller: UpstreamController, error: Error): void {
    if (this.isOver) return;
    if (error instanceof AttemptEnded && error.reason === 'client_closed')
      return this.finish('abandoned', clientClosed(), undefined, this.reading?.end());
    this.fail(this.plan.judge(transportFailure(error, this.isStreaming)), { cause: error });
  }

  private readonly stopWhenClientLeft = (): void => {
    if (this.plan.ctx.received.res.writableFinished) return;
    this.plan.ctx.isAbandoned = true;
    this.controller?.abort(new AttemptEnded('client_closed'));
  };

  private noteFirstByte(): void {
    this.firstByteAt = performance.now();
    // A stream may take as long as it likes, as long as it does not pause; an answer in one piece has its whole time.
    if (this.isStreaming) clearTimeout(this.deadline);
  }

  /** Looks whether what has come so far settles what kind of answer this is. */
  private decide(): void {
    if (this.downstream || this.isOver || !this.held) return;
    const isTooMuch = this.held.size >= MOST_HELD_BYTES;
    if (!this.reading) {
      if (isTooMuch) this.endHugeError();
      return;
    }
    const { verdict, heldEvents } = this.reading;
    if (verdict.kind === 'content' || isTooMuch || heldEvents >= MOST_HELD_EVENTS) this.commit();
    else if (verdict.kind === 'error') this.decideOnError(verdict);
  }

  private decideOnError({ error }: Extract<ReplyVerdict, { kind: 'error' }>): void {
    const verdict = this.plan.judge({ kind: 'reply_error', error });
    if (verdict.next === 'return') return this.commit();
    this.fail(verdict, { detail: this.withoutSecrets(`${error.type}: ${error.message}`) });
    this.controller?.abort(new AttemptEnded('judged'));
  }

  // A document of that length is nobody's message. The caller's own mistake still reaches it; other ones are dropped.
  private endHugeError(): void {
    const verdict = this.judgeStatus();
    if (verdict.next === 'return') return this.commit();
    this.held = undefined;
    this.fail(verdict);
    this.controller?.abort(new AttemptEnded('judged'));
  }

  private commit(): void {
    if (!this.held) return;
    const { ctx, onCommit } = this.plan;
    this.downstream = new Downstream(ctx.received, this.held);
    if (this.controller) this.downstream.begin(this.controller);
    if (this.reading) onCommit();
  }

  /** The answer has come to its end without an error of transport. */
  private endWith(reading: ReplyReading): void {
    if (this.isOver) return;
    if (!this.downstream) this.decideAtEnd();
    if (this.isOver || !this.downstream) return;
    if (this.downstream.isEventStream && !reading.isComplete && !reading.streamError) {
      return this.fail(this.plan.judge({ kind: 'network', reason: 'closed_early' }));
    }
    this.downstream.end();
    const { streamError } = reading;
    const verdict = streamError && this.plan.judge({ kind: 'reply_error', error: streamError });
    this.finish('answered', undefined, verdict, reading);
  }

  private decideAtEnd(): void {
    const verdict = this.reading?.verdict;
    if (verdict?.kind === 'error') return this.decideOnError(verdict);
    // 204: there is nothing to say, and the provider says so.
    if (verdict?.kind !== 'no_answer' || this.held?.statusCode === 204) return this.commit();
    this.fail(this.plan.judge({ kind: 'no_reply', reason: verdict.what }));
  }

  private judgeStatus(): FailureVerdict {
    const status = this.held?.statusCode ?? 0;
    return this.plan.judge({ kind: 'status', status, error: this.errorReading?.facts() ?? NO_FACTS });
  }

  private endWithStatus(): void {
    const verdict = this.judgeStatus();
    if (!this.downstream) {
      return this.finish('failed', failureError(verdict, { detail: this.upstreamMessage() }), verdict);
    }
    this.downstream.end();
    this.finish('answered', undefined, verdict);
  }

  private fail(verdict: FailureVerdict, why?: Parameters<typeof failureError>[1]): void {
    const error = failureError(verdict, why);
    const reading = this.reading?.end();
    if (!this.downstream) return this.finish('failed', error, verdict, reading);
    this.downstream.breakOff(error, reading instanceof Promise ? undefined : reading);
    this.finish('broken', error, verdict, reading);
  }

  private upstreamMessage(): string | undefined {
    return this.errorReading && this.withoutSecrets(this.errorReading.message());
  }

  private withoutSecrets(text: string): string {
    const { auth, provider } = this.plan;
    return maskSecrets(text, secretsIn([...auth, ...(provider.customHeaders?.list ?? [])]));
  }

  /** @param ms 0 for any time */
  private allow(ms: number, reason: AttemptEnded['reason']): void {
    if (ms > 0) this.deadline = setTimeout(() => this.controller?.abort(new AttemptEnded(reason)), ms);
  }

  private finish(
    kind: AttemptOutcome['kind'],
    error: GatewayError | undefined,
    verdict: FailureVerdict | undefined,
    reading?: ReplyReading | Promise<ReplyReading>,
  ): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.deadline);
    this.plan.ctx.received.res.off('close', this.stopWhenClientLeft);
    const outcome = {
      kind,
      statusCode: this.held?.statusCode,
      error,
      verdict,
      held: kind === 'failed' && this.errorReading ? this.held : undefined,
      upstreamMessage: this.upstreamMessage(),
      route: this.route,
      ttfbMs: this.firstByteAt === undefined ? undefined : this.firstByteAt - this.startedAt,
      durationMs: performance.now() - this.startedAt,
    };
    if (reading instanceof Promise) void reading.then((read) => this.resolve({ ...outcome, reading: read }));
    else this.resolve({ ...outcome, reading });
  }
}

const NO_FACTS = { type: '', message: '' };

function secretsIn(headers: HeaderList): readonly string[] {
  const values = headers.filter((_, at) => at % 2 === 1).map((value) => value.replace(/^Bearer /, ''));
  return values.filter((value) => value.length >= SHORTEST_SECRET);
}

const SHORTEST_SECRET = 8;
