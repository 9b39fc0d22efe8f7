import type { AdminErrorCode, FieldErrorCode } from '@cch/contracts/error-codes';

/** One field that is wrong; `path` such as `allowedModels[0].pattern`. */
export interface FieldError {
  readonly path: string;
  readonly code: FieldErrorCode;
  readonly message: string;
}

interface Details {
  readonly errors?: readonly FieldError[];
  /** Further members of the problem document. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/** A refusal or failure of the admin API. Status and title follow from the code. */
export class AdminError extends Error {
  constructor(
    readonly code: AdminErrorCode,
    /** A sentence for a person; it never quotes a secret, SQL or a stack. */
    readonly detail: string,
    readonly details: Details = {},
  ) {
    super(detail, { cause: details.cause });
  }
}

export function notFound(what: string): AdminError {
  return new AdminError('not_found', `There is no such ${what}.`);
}

export function invalidFields(errors: readonly FieldError[]): AdminError {
  return new AdminError('validation_failed', summary(errors), { errors });
}

function summary(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (!first) return 'The request is not valid.';
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return `${first.path || 'The body'} ${first.message}${more}.`;
}
