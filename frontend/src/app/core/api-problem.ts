import { HttpErrorResponse } from '@angular/common/http';

/** One field that the server refused, from a problem document's `errors`. */
export interface FieldProblem {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** What went wrong with a call of the admin API, in the one shape the console shows. */
export interface ApiProblem {
  /** 0 when no answer came. */
  readonly status: number;
  /** The server's `code`, or `network` / `unreadable` when the answer was not the hub's. */
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly fields: readonly FieldProblem[];
}

/** Turns whatever a call threw into an `ApiProblem`. Anything but an HTTP error is a bug and is thrown again. */
export function toProblem(error: unknown): ApiProblem {
  const http = findHttpError(error);
  if (!http) throw error;
  const body = readBody(http.error);
  return {
    status: http.status,
    code: text(body['code']) || (http.status === 0 ? 'network' : 'unreadable'),
    detail: text(body['detail']) || text(body['title']),
    requestId: text(body['requestId']) || (http.headers.get('x-request-id') ?? ''),
    fields: readFields(body['errors']),
  };
}

// `httpResource` wraps what was thrown when it is not an `Error`, which `HttpErrorResponse` is not.
function findHttpError(error: unknown): HttpErrorResponse | undefined {
  if (error instanceof HttpErrorResponse) return error;
  if (error instanceof Error && error.cause instanceof HttpErrorResponse) return error.cause;
  return undefined;
}

function readBody(body: unknown): Record<string, unknown> {
  if (isRecord(body)) return body;
  if (typeof body !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    return isRecord(parsed) ? parsed : {};
  } catch {
    // A proxy's HTML page, most likely: there is nothing to read in it.
    return {};
  }
}

function readFields(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isRecord).map((entry) => ({
    path: text(entry['path']),
    code: text(entry['code']),
    message: text(entry['message']),
  }));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
