// Bases that already name an endpoint, as vendors print them in their documentation.
const ENDPOINT_TAIL = /\/(messages|responses|chat\/completions|models)$/;
const VERSION_TAIL = /\/v\d+[a-z]*\d*$/;
const VERSION_HEAD = /^\/v\d+[a-z]*\d*(?=\/)/;

/**
 * The path to call at a provider whose base URL has the path `basePath` (no trailing slash, `''` for none), for a
 * request to `requestPath` of the hub, without query. Follows what people paste as a base URL:
 *
 * | base | request | result |
 * | --- | --- | --- |
 * | none, `/v1` | `/v1/messages` | `/v1/messages` |
 * | `/api/v3` | `/v1/chat/completions` | `/api/v3/chat/completions` |
 * | `/x/v1/messages` | `/v1/messages/count_tokens` | `/x/v1/messages/count_tokens` |
 * | `/anthropic` | `/v1/messages` | `/anthropic/v1/messages` |
 */
export function joinUpstreamPath(basePath: string, requestPath: string): string {
  if (basePath === '' || requestPath === basePath || requestPath.startsWith(`${basePath}/`))
    return requestPath;

  const endpoint = ENDPOINT_TAIL.exec(basePath)?.[0];
  if (endpoint !== undefined) {
    const at = requestPath.indexOf(endpoint);
    if (at >= 0) return basePath + requestPath.slice(at + endpoint.length);
  }
  if (VERSION_TAIL.test(basePath)) return basePath + requestPath.replace(VERSION_HEAD, '');
  return basePath + requestPath;
}

/**
 * The query string for upstream, with its question mark, or empty: what the base URL has (`api-version` at Azure, for
 * one), then the client's own without its `key`.
 */
export function upstreamQuery(baseQuery: string, query: string): string {
  if (query === '') return baseQuery === '' ? '' : `?${baseQuery}`;
  const kept = query.split('&').filter((pair) => pair !== '' && !isNamed(pair, 'key'));
  const all = baseQuery === '' ? kept : [baseQuery, ...kept];
  return all.length === 0 ? '' : `?${all.join('&')}`;
}

/** Every value of a query parameter, decoded. */
export function queryParameters(query: string, name: string): readonly string[] {
  if (query === '') return [];
  const pairs = query.split('&').filter((pair) => isNamed(pair, name));
  return pairs.map((pair) => decode(pair.slice(pair.indexOf('=') + 1 || pair.length)));
}

/** First value of a query parameter, decoded; undefined when it is absent. */
export function queryParameter(query: string, name: string): string | undefined {
  return queryParameters(query, name)[0];
}

function isNamed(pair: string, name: string): boolean {
  const end = pair.indexOf('=');
  return decode(end < 0 ? pair : pair.slice(0, end)) === name;
}

function decode(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // URIError: a stray percent sign. It stands for itself.
    return text;
  }
}
