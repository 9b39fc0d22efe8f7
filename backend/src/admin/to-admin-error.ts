import type { AdminErrorCode } from '@cch/contracts/error-codes';
import { HttpException } from '@nestjs/common';
import { QueryFailedError } from 'typeorm';
import { AdminError } from './admin-error';

/** Finds the refusal or failure behind whatever was thrown. Texts of foreign errors stay out of the answer. */
export function toAdminError(thrown: unknown): AdminError {
  if (thrown instanceof AdminError) return thrown;
  if (isDatabaseAway(thrown)) {
    return new AdminError('dependency_unavailable', 'PostgreSQL cannot be reached. Try again in a moment.', {
      cause: thrown,
    });
  }
  if (thrown instanceof QueryFailedError) return fromDatabase(thrown);
  // Nest wraps the errors of Fastify.
  const parserError = fromParser(thrown instanceof HttpException ? thrown.cause : thrown);
  if (parserError) return parserError;
  return thrown instanceof HttpException ? fromStatus(thrown.getStatus(), thrown) : unexpected(thrown);
}

// Unique indexes whose violation means that a name is taken.
const NAME_INDEXES = new Set(['users_name', 'keys_name', 'providers_name', 'provider_groups_name_key']);

function fromDatabase(failure: QueryFailedError): AdminError {
  const state = textOf(failure.driverError, 'code');
  if (state === '23505' && NAME_INDEXES.has(textOf(failure.driverError, 'constraint'))) {
    return new AdminError('name_taken', 'The name is taken.', {
      errors: [{ path: 'name', code: 'name_taken', message: 'is taken' }],
    });
  }
  // Other unique violations, and references to rows that are going or gone, or a deadlock with another change.
  if (['23505', '23503', '40001', '40P01'].includes(state)) {
    return new AdminError('conflict', 'Another change got in the way. Look again and repeat the request.', {
      cause: failure,
    });
  }
  return unexpected(failure);
}

const BY_STATUS: Readonly<Partial<Record<number, readonly [AdminErrorCode, string]>>> = {
  404: ['not_found', 'There is no such path.'],
  405: ['method_not_allowed', 'The path does not take this method.'],
  413: ['body_too_large', 'The body is larger than this path takes, which is 1 MiB for most.'],
  415: ['unsupported_content_type', 'Send the body as application/json.'],
};

function fromStatus(status: number, cause: unknown): AdminError {
  const known = BY_STATUS[status];
  if (known) return new AdminError(...known);
  if (status >= 400 && status < 500) {
    return new AdminError('validation_failed', 'The request is not valid.', { cause });
  }
  return unexpected(cause);
}

// Errors before a controller is reached: they carry a status, those of the JSON parser itself not always a code.
function fromParser(thrown: unknown): AdminError | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown) || typeof thrown.statusCode !== 'number') {
    return undefined;
  }
  const isJson = thrown instanceof SyntaxError || JSON_CODES.has(textOf(thrown, 'code'));
  if (isJson) return new AdminError('invalid_json', 'The body is not valid JSON.');
  return fromStatus(thrown.statusCode, thrown);
}

const JSON_CODES = new Set(['FST_ERR_CTP_INVALID_JSON_BODY', 'FST_ERR_CTP_EMPTY_JSON_BODY']);

// SQLSTATE classes and codes: connection exceptions, the server is stopping or starting, too many connections.
const AWAY_STATE = /^(08...|57P0[123]|53300)$/;
const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
// The driver gives these no code.
const AWAY_TEXTS = /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/;

function isDatabaseAway(thrown: unknown): boolean {
  const error: unknown = thrown instanceof QueryFailedError ? thrown.driverError : thrown;
  const code = textOf(error, 'code');
  if (AWAY_STATE.test(code) || AWAY_CODES.has(code)) return true;
  return code === '' && error instanceof Error && AWAY_TEXTS.test(error.message);
}

function unexpected(cause: unknown): AdminError {
  return new AdminError(
    'internal_error',
    'Something went wrong in the hub. Its log has more, by requestId.',
    {
      cause,
    },
  );
}

function textOf(value: unknown, property: string): string {
  if (typeof value !== 'object' || value === null) return '';
  const found: unknown = Reflect.get(value, property);
  return typeof found === 'string' ? found : '';
}
