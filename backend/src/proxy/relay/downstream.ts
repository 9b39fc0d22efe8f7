import type { ReplyReading } from '@cch/conversion/usage-readers';
import { renderStreamError } from '@cch/conversion/error-bodies';
import type { ServerResponse } from 'node:http';
import type { UpstreamController } from '../../platform/upstream/upstream-client';
import { publicError } from '../errors/answer-error';
import type { GatewayError } from '../errors/gateway-error';
import type { Received } from '../request-context';
import type { HeldReply } from './held-reply';

/** The client's side of an answer that has begun. */
export class Downstream {
  /** Plain server-sent events, to which another one may be added. */
  readonly isEventStream: boolean;
  private readonly res: ServerResponse;

  constructor(
    private readonly received: Received,
    private readonly held: HeldReply,
  ) {
    const { headers } = held;
    this.res = received.res;
    this.isEventStream =
      (headers['content-type']?.startsWith('text/event-stream') ?? false) &&
      (headers['content-encoding'] ?? 'identity') === 'identity' &&
      headers['content-length'] === undefined;
  }

  /** Sends status, headers and everything that was held back. */
  begin(controller: UpstreamController): void {
    if (!this.held.release(this.res)) this.waitForDrain(controller);
  }

  write(chunk: Buffer, controller: UpstreamController): void {
    if (!this.res.write(chunk)) this.waitForDrain(controller);
  }

  end(): void {
    this.res.end();
  }

  /**
   * The answer stops in the middle. A stream of events ends with the error event of the client's format; whatever cannot
   * say so is cut off, because a clean end would pass for a complete answer.
   */
  breakOff(error: GatewayError, reading: ReplyReading | undefined): void {
    if (!this.isEventStream || this.res.destroyed) return void this.res.destroy();
    if (reading?.streamError) return void this.res.end(); // the upstream has said so itself
    const { format, id } = this.received;
    const begun = { replyId: reading?.replyId, model: reading?.model };
    // The blank line ends a frame that was cut; between frames it means nothing.
    this.res.end(`\n\n${renderStreamError(format, publicError(error, id), begun)}`);
  }

  private waitForDrain(controller: UpstreamController): void {
    controller.pause();
    this.res.once('drain', () => controller.resume());
  }
}
