import type { IncomingHttpHeaders } from 'node:http';

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1), and those that undici or Node set. */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

const CREDENTIALS = ['authorization', 'x-api-key', 'x-goog-api-key', 'cookie'];

// Who the caller is and how the request came to the hub is the hub's business, not the provider's.
const FORWARDING = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'cf-ipcountry',
  'cf-ray',
  'cf-visitor',
];

/** Request headers that never go upstream. */
export const NOT_SENT_UPSTREAM: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  ...CREDENTIALS,
  ...FORWARDING,
  'host',
  'content-length',
  'expect',
]);

/** Response headers that never reach the client. A provider's cookie would land on the hub's own origin. */
const NOT_SENT_DOWNSTREAM: ReadonlySet<string> = new Set([
  ...HOP_BY_HOP,
  'set-cookie',
  'alt-svc',
  'strict-transport-security',
]);

/** Header names that a Connection header declares to be hop-by-hop as well. */
export function connectionNames(connection: string | undefined): readonly string[] {
  if (connection === undefined || connection.length <= 'keep-alive'.length) return [];
  return connection.split(',').map((name) => name.trim().toLowerCase());
}

/**
 * The upstream's response headers as the client gets them.
 *
 * @param own headers of the hub's own, which replace those of the same name
 */
export function downstreamHeaders(
  headers: IncomingHttpHeaders,
  requestId: string,
  own: Readonly<Record<string, string>>,
): IncomingHttpHeaders {
  const kept: IncomingHttpHeaders = {};
  const named = connectionNames(headers.connection);
  for (const name in headers) {
    if (!NOT_SENT_DOWNSTREAM.has(name) && !named.includes(name)) kept[name] = headers[name];
  }
  const upstreamId = headers['x-request-id'];
  if (upstreamId !== undefined) kept['x-upstream-request-id'] = upstreamId;
  kept['x-request-id'] = requestId;
  return Object.assign(kept, own);
}
