import type { FastifyRequest } from 'fastify';

export type RequestSite = 'same' | 'other' | 'unknown';

/**
 * Tells whether a page of the hub's own made the request. Browsers say so in `Sec-Fetch-Site` on secure pages and in
 * `Origin` on every request that changes something; other programs send neither.
 */
export function siteOf(request: FastifyRequest, appUrl: string | undefined): RequestSite {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' ? 'same' : 'other';
  const origin = request.headers.origin;
  if (origin === undefined) return 'unknown';
  const url = URL.parse(origin); // `null`, the origin of sandboxed pages, is no URL and thus another site
  if (!url) return 'other';
  const isOwn = url.host === request.host || (appUrl !== undefined && url.origin === new URL(appUrl).origin);
  return isOwn ? 'same' : 'other';
}
