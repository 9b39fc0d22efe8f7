import type { ErrorKind, GatewayErrorCode } from '@cch/contracts/error-codes';

/** Rows of the error table that providers use and the hub's own codes do not need yet. */
type UpstreamErrorKind = 'context_length' | 'billing' | 'permission' | 'conflict' | 'unprocessable';

export type ErrorTableKind = ErrorKind | UpstreamErrorKind;

/** An error of the hub as a caller may see it; the format decides status, wording and shape. */
export interface PublicError {
  readonly code: GatewayErrorCode;
  readonly kind: ErrorTableKind;
  readonly message: string;
  readonly requestId: string;
  readonly retryAfterMs?: number | undefined;
}

/** What a format says about one kind of error: the HTTP status and its own words for it. */
export type ErrorTable<Row> = Readonly<Record<ErrorTableKind, Row>>;

/** What is known of a stream that has begun, for formats whose last frame repeats it. */
export interface BegunReply {
  readonly replyId?: string | undefined;
  readonly model?: string | undefined;
  /** Seconds since 1970. */
  readonly createdAt?: number | undefined;
  readonly sequenceNumber?: number | undefined;
}

/** How one format speaks of errors. */
export interface ErrorDialect {
  status(error: PublicError): number;
  body(error: PublicError): object;
  headers?(error: PublicError): Readonly<Record<string, string>>;
  /** The frames that end a stream which has already begun; no success terminator follows. */
  streamEnd(error: PublicError, begun: BegunReply): string;
}

/** Rounded up, so that nobody comes back too early. */
export function retryAfterSeconds(error: PublicError): number | undefined {
  const { retryAfterMs } = error;
  return retryAfterMs === undefined ? undefined : Math.max(0, Math.ceil(retryAfterMs / 1000));
}
