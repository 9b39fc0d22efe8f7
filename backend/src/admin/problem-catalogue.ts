import type { AdminErrorCode } from '@cch/contracts/error-codes';

/** Status and title of every code that the admin API answers with. */
export const PROBLEMS: Readonly<Record<AdminErrorCode, { readonly status: number; readonly title: string }>> =
  {
    validation_failed: { status: 400, title: 'Some fields are not valid' },
    invalid_json: { status: 400, title: 'The body is not valid JSON' },
    invalid_cursor: { status: 400, title: 'The cursor is not valid' },
    not_authenticated: { status: 401, title: 'A login is needed' },
    invalid_credentials: { status: 401, title: 'The token is not valid' },
    not_allowed: { status: 403, title: 'Not allowed' },
    cross_site_request: { status: 403, title: 'The request came from another site' },
    not_found: { status: 404, title: 'Not found' },
    method_not_allowed: { status: 405, title: 'The path does not take this method' },
    conflict: { status: 409, title: 'The change contradicts the present state' },
    name_taken: { status: 409, title: 'The name is taken' },
    in_use: { status: 409, title: 'Still in use' },
    body_too_large: { status: 413, title: 'The body is too large' },
    unsupported_content_type: { status: 415, title: 'The body must be JSON' },
    too_many_requests: { status: 429, title: 'Too many requests' },
    internal_error: { status: 500, title: 'Internal error' },
    price_source_failed: { status: 502, title: 'The source of prices gave no table' },
    dependency_unavailable: { status: 503, title: 'A service the hub needs is away' },
  };

export function problemType(code: AdminErrorCode): string {
  return `urn:claude-code-hub:problem:${code}`;
}
