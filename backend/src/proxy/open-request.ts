import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock';
import { requestId } from '../platform/request-id';
import { RequestContext } from './request-context';
import type { GeminiCall, WireRoute } from './wire-routes';

/** Opens the context of a proxied request. From here on nothing else touches Fastify's objects. */
export function openRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  route: WireRoute,
  gemini: GeminiCall | undefined,
  clock: Clock,
): RequestContext {
  reply.hijack();
  const { raw } = request;
  const url = raw.url ?? '/';
  const mark = url.indexOf('?');
  const at = clock.now();
  const ctx = new RequestContext({
    id: requestId(at),
    at,
    startedAt: performance.now(),
    req: raw,
    res: reply.raw,
    clientIp: clientIp(request),
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    format: route.format,
    operation: gemini?.operation ?? route.operation ?? 'generate',
    fromPath: gemini && { model: gemini.model, isStreaming: gemini.isStreaming },
  });
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) ctx.isAbandoned = true;
  });
  return ctx;
}

// Working out the chain of trusted proxies is only worth it when somebody claims to be one.
function clientIp(request: FastifyRequest): string | undefined {
  return request.headers['x-forwarded-for'] === undefined ? request.raw.socket.remoteAddress : request.ip;
}
