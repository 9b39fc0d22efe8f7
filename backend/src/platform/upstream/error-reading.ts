import { upstreamErrorFacts } from '@cch/conversion/upstream-errors';
import type { UpstreamError } from '@cch/domain/failure/classify-failure';
import { retryAfterMs } from '@cch/domain/failure/retry-after';
import type { IncomingHttpHeaders } from 'node:http';
import { decodeBeginning } from './decode-beginning';

const KEPT_BYTES = 8192;

/** Keeps the beginning of an upstream's error body: it decides what to do, and tells the ledger what was wrong. */
export class ErrorReading {
  private readonly chunks: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly headers: IncomingHttpHeaders,
    private readonly now: number,
  ) {}

  push(chunk: Buffer): void {
    if (this.size >= KEPT_BYTES) return;
    this.chunks.push(chunk);
    this.size += chunk.length;
  }

  facts(): UpstreamError {
    const facts = upstreamErrorFacts(this.beginning());
    return { ...facts, retryAfterMs: retryAfterMs(this.headers, this.now) ?? facts.retryAfterMs };
  }

  /** The message inside the error document, or the beginning of whatever it is. It may repeat the hub's credentials. */
  message(): string {
    return upstreamErrorFacts(this.beginning()).message;
  }

  private beginning(): Buffer {
    const bytes = Buffer.concat(this.chunks).subarray(0, KEPT_BYTES);
    return decodeBeginning(bytes, this.headers['content-encoding'], KEPT_BYTES);
  }
}
