import type { WireFormat } from '@cch/contracts/wire-formats';
import type { PublicError } from '@cch/conversion/canonical/public-error';
import { type RenderedError, renderError } from '@cch/conversion/error-bodies';
import type { ServerResponse } from 'node:http';
import type { GatewayError } from './gateway-error';

export interface AnsweredError {
  readonly format: WireFormat;
  readonly requestId: string;
  readonly res: ServerResponse;
  readonly error: GatewayError;
  /** To be sent along. */
  readonly answerHeaders: Readonly<Record<string, string>>;
}

export function publicError(error: GatewayError, requestId: string): PublicError {
  const { code, kind, message, retryAfterMs } = error;
  return { code, kind, message, retryAfterMs, requestId };
}

/** The document for an error of the hub, in the client's own format. */
export function errorDocument({
  format,
  requestId,
  error,
}: Omit<AnsweredError, 'res' | 'answerHeaders'>): RenderedError {
  return renderError(format, publicError(error, requestId));
}

/** Sends an error of the hub, unless the answer has begun or the client has left. */
export function answerError({ res, answerHeaders, ...answer }: AnsweredError): void {
  if (res.headersSent || res.destroyed) return;
  const { status, headers, body } = errorDocument(answer);
  // An unread body is thrown away by Node after the answer. Closing the connection instead would reset it under a client
  // that is still sending, which then never sees why.
  res.writeHead(status, { ...answerHeaders, ...headers, 'content-length': Buffer.byteLength(body) });
  res.end(body);
}
