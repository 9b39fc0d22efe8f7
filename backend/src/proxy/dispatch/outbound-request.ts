import { joinUpstreamPath, upstreamQuery } from '@cch/domain/upstream/join-url';
import type { UpstreamRequest } from '../../platform/upstream/upstream-client';
import type { RoutableProvider } from '../../providers/provider-catalog';
import type { HeaderList } from '../../providers/upstream-auth';
import { connectionNames, NOT_SENT_UPSTREAM } from '../header-lists';
import type { RequestContext } from '../request-context';
import { geminiCall } from '../wire-routes';

/** The request as this provider gets it. Made anew for each attempt from the untouched original. */
export function outboundRequest(
  ctx: RequestContext,
  provider: RoutableProvider,
  auth: HeaderList,
): UpstreamRequest {
  const { isStreaming } = ctx.asked.get();
  return {
    path:
      joinUpstreamPath(provider.basePath, upstreamPath(ctx)) +
      upstreamQuery(provider.baseQuery, ctx.received.query),
    method: 'POST',
    headers: outboundHeaders(ctx, auth),
    body: ctx.body.get().chunks,
    // The attempt itself watches over the first byte and over the whole of an answer in one piece.
    headersTimeout: 0,
    bodyTimeout: isStreaming ? provider.timeoutIdle : 0,
  };
}

// Providers do not know the short form /v1/generateContent.
function upstreamPath(ctx: RequestContext): string {
  const { format, path, fromPath } = ctx.received;
  if (format !== 'gemini' || fromPath?.model !== undefined) return path;
  const model = ctx.asked.get().model.replace(/^models\//, '');
  return `/v1beta/models/${encodeURIComponent(model)}:${geminiCall(path)?.verb ?? 'generateContent'}`;
}

function outboundHeaders(ctx: RequestContext, auth: HeaderList): string[] {
  const { rawHeaders } = ctx.received.req;
  const named = connectionNames(ctx.header('connection'));
  const { wasEncoded, size } = ctx.body.get();
  const headers = [...auth, 'content-length', String(size)];
  // The raw list keeps the case of names, underscores and repeated headers as the client sent them.
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (NOT_SENT_UPSTREAM.has(lower) || named.includes(lower)) continue;
    if (auth.includes(lower)) continue; // the hub's own stands for the client's
    if (wasEncoded && lower === 'content-encoding') continue;
    headers.push(name, rawHeaders[at + 1] ?? '');
  }
  return headers;
}
