import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { Clock } from '../platform/clock';
import { requestId } from '../platform/request-id';
import { errorDocument } from './errors/answer-error';
import { GatewayError, toGatewayError } from './errors/gateway-error';
import type { RefusalCounter } from './errors/refusal-counter';
import type { ModelLister } from './models/model-lister';
import { openRequest } from './open-request';
import type { RequestPipeline } from './request-pipeline';
import { formatOfUnknownPath, geminiCall, WIRE_PREFIXES, WIRE_ROUTES, type WireRoute } from './wire-routes';

export interface Gateway {
  readonly pipeline: RequestPipeline;
  readonly models: ModelLister;
  readonly refusals: RefusalCounter;
  readonly clock: Clock;
}

/**
 * Registers the proxied routes beside Nest's own (ADR 0002): its guards, pipes, interceptors and filters never run for
 * them. Each prefix is a plugin of its own with its own error handler, and takes every path below it.
 */
export async function registerGateway(app: FastifyInstance, gateway: Gateway): Promise<void> {
  // Claude Code and health checkers knock like this.
  app.head('/', (request, reply) => {
    gateway.refusals.count('head', request.ip);
    void reply.code(200).send();
  });
  for (const prefix of WIRE_PREFIXES) {
    await app.register(async (scope) => registerPrefix(scope, prefix, gateway), { prefix });
  }
}

function registerPrefix(scope: FastifyInstance, prefix: string, gateway: Gateway): void {
  scope.setErrorHandler((error, request, reply) => refuse(request, reply, toGatewayError(error), gateway));

  for (const route of WIRE_ROUTES) {
    if (route.url.startsWith(`${prefix}/`)) {
      takeOver(scope, ['POST'], route.url.slice(prefix.length), (request, reply) =>
        proxy(request, reply, route, gateway),
      );
    }
  }
  if (prefix === '/v1') takeOver(scope, ['GET'], '/responses', refuseWebSocket(gateway));
  if (prefix !== '/v1beta1') takeOver(scope, ['GET'], '/models', (...call) => gateway.models.answer(...call));
  for (const url of ['', '/*']) {
    takeOver(scope, METHODS, url, (request, reply) => refuse(request, reply, noRoute(request), gateway));
  }
}

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

// A route whose first hook does everything. Fastify gets no look at the body: it stays unread until the caller is known,
// and a content type that Fastify does not like is refused in the client's own format.
function takeOver(
  scope: FastifyInstance,
  method: HTTPMethods[],
  url: string,
  answer: (request: FastifyRequest, reply: FastifyReply) => unknown,
): void {
  scope.route({
    method,
    url,
    exposeHeadRoute: false,
    prefixTrailingSlash: 'no-slash',
    onRequest: async (request, reply) => {
      await answer(request, reply);
      return reply;
    },
    handler: () => undefined,
  });
}

/** Answers a request whose path cannot be decoded and so reaches no route. */
export function refuseUnroutable(request: FastifyRequest, reply: FastifyReply, id: string): void {
  const error = new GatewayError('unknown_path', 'The path of this request cannot be decoded.');
  sendError(request, reply, error, id);
}

async function proxy(
  request: FastifyRequest,
  reply: FastifyReply,
  route: WireRoute,
  gateway: Gateway,
): Promise<void> {
  const gemini = route.format === 'gemini' ? geminiCall(pathOf(request)) : undefined;
  if (route.format === 'gemini' && !gemini) return refuse(request, reply, noRoute(request), gateway);
  await gateway.pipeline.run(openRequest(request, reply, route, gemini, gateway.clock));
}

// 426 is what makes Codex fall back to HTTP at once; 404 costs it seven tries and six seconds (spec of the clients).
function refuseWebSocket(gateway: Gateway) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    if (request.headers.upgrade === undefined) return refuse(request, reply, noRoute(request), gateway);
    reply.header('upgrade', 'HTTP/1.1');
    const message = 'WebSocket is not served here. Send the request as POST /v1/responses.';
    return refuse(request, reply, new GatewayError('websocket_unsupported', message), gateway);
  };
}

function noRoute(request: FastifyRequest): GatewayError {
  return new GatewayError('unknown_path', `The hub does not serve ${request.method} ${pathOf(request)}.`);
}

function refuse(request: FastifyRequest, reply: FastifyReply, error: GatewayError, gateway: Gateway): void {
  gateway.refusals.count(error.code, request.ip);
  sendError(request, reply, error, requestId(gateway.clock.now()));
}

function sendError(request: FastifyRequest, reply: FastifyReply, error: GatewayError, id: string): void {
  const format = formatOfUnknownPath(pathOf(request), (name) => headerOf(request, name));
  const { status, headers, body } = errorDocument({ format, requestId: id, error });
  void reply.code(status).headers(headers).send(body);
}

function headerOf(request: FastifyRequest, name: string): string | undefined {
  return String(request.headers[name] ?? '') || undefined;
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '/';
}
