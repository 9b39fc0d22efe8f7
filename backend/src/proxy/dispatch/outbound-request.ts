import { replaceMember } from '@cch/conversion/json/replace-member';
import { applyMergePatch } from '@cch/conversion/json/merge-patch';
import { joinUpstreamPath, upstreamQuery } from '@cch/domain/upstream/join-url';
import type { UpstreamRequest } from '../../platform/upstream/upstream-client';
import type { RoutableProvider } from '../../providers/provider-catalog';
import type { HeaderList } from '../../providers/upstream-auth';
import { connectionNames, NOT_SENT_UPSTREAM } from '../header-lists';
import type { RequestContext } from '../request-context';
import { geminiCall } from '../wire-routes';

/**
 * The request as this provider gets it. Made anew for each attempt from the untouched original: nothing that one provider
 * wants changed ever reaches the next.
 *
 * @param model the requested one, or what the provider's redirects make of it
 */
export function outboundRequest(
  ctx: RequestContext,
  provider: RoutableProvider,
  auth: HeaderList,
  model: string,
): UpstreamRequest {
  const { isStreaming } = ctx.asked.get();
  const body = outboundBody(ctx, provider, model);
  return {
    path:
      joinUpstreamPath(provider.basePath, upstreamPath(ctx, model)) +
      upstreamQuery(provider.baseQuery, ctx.received.query),
    method: 'POST',
    headers: outboundHeaders(ctx, provider, auth, sizeOf(body)),
    body,
    // The attempt itself watches over the first byte and over the whole of an answer in one piece.
    headersTimeout: 0,
    bodyTimeout: isStreaming ? provider.timeoutIdle : 0,
  };
}

function upstreamPath(ctx: RequestContext, model: string): string {
  const { format, path, fromPath } = ctx.received;
  if (format !== 'gemini') return path;
  const call = geminiCall(path);
  const isNamed = fromPath?.model !== undefined;
  if (isNamed && model === ctx.asked.get().model) return path;
  // Providers do not know the short form /v1/generateContent.
  const folder = isNamed ? path.slice(0, path.lastIndexOf('/models/')) : '/v1beta';
  const name = encodeURIComponent(model.replace(/^models\//, ''));
  return `${folder}/models/${name}:${call?.verb ?? 'generateContent'}`;
}

function outboundBody(ctx: RequestContext, provider: RoutableProvider, model: string): readonly Buffer[] {
  const { chunks } = ctx.body.get();
  const { operation, fromPath } = ctx.received;
  const isElsewhere = fromPath?.model !== undefined;
  const renamed =
    isElsewhere || model === ctx.asked.get().model ? chunks : replaceMember(chunks, 'model', model);
  // Counting takes fewer parameters than answering, and some providers refuse those they do not know.
  if (!provider.parameterOverrides || operation === 'count') return renamed;
  return applyMergePatch(renamed, provider.parameterOverrides);
}

function outboundHeaders(
  ctx: RequestContext,
  { customHeaders }: RoutableProvider,
  auth: HeaderList,
  size: number,
): string[] {
  const { rawHeaders } = ctx.received.req;
  const named = connectionNames(ctx.header('connection'));
  const { wasEncoded } = ctx.body.get();
  const headers = [...auth, 'content-length', String(size), ...(customHeaders?.list ?? [])];
  // The raw list keeps the case of names, underscores and repeated headers as the client sent them.
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (NOT_SENT_UPSTREAM.has(lower) || named.includes(lower)) continue;
    // The hub's own stand for the client's.
    if (auth.includes(lower) || customHeaders?.lowerNames.has(lower)) continue;
    if (wasEncoded && lower === 'content-encoding') continue;
    headers.push(name, rawHeaders[at + 1] ?? '');
  }
  return headers;
}

function sizeOf(chunks: readonly Buffer[]): number {
  return chunks.reduce((size, chunk) => size + chunk.length, 0);
}
