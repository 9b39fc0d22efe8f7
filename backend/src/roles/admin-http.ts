import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { AdminError } from '../admin/admin-error';
import { AdminErrorFilter } from '../admin/admin-error.filter';
import { KnownPaths } from '../admin/known-paths';
import { openApiDocument } from '../admin/openapi';
import { validationPipe } from '../admin/validation';
import { CLOCK, type Clock } from '../platform/clock';
import { LOGGER } from '../platform/observability/logger';
import { requestId } from '../platform/request-id';

const MAX_BODY_BYTES = 1_048_576;

// Answers hold what only the caller may see, and are never meant to be shown inside another page.
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
};

/** Everything between the socket and the admin controllers: bodies, headers, errors, documentation. */
export async function configureAdminHttp(app: NestFastifyApplication): Promise<void> {
  takeOnlyJson(app);
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  const paths = app.get(KnownPaths);
  server.addHook('onRoute', ({ url, method }) => paths.add(url, [method].flat()));
  server.addHook('onRoute', takeOwnBodyLimit);
  server.addHook('onRequest', markAnswer(app.get<Clock>(CLOCK)));
  app.useGlobalPipes(validationPipe());
  app.useGlobalFilters(new AdminErrorFilter(app.get(LOGGER)));
  SwaggerModule.setup('api/docs', app, openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    raw: ['json'],
    customSiteTitle: 'Claude Code Hub API',
  });
}

function takeOnlyJson(app: NestFastifyApplication): void {
  app.useBodyParser('application/json', { bodyLimit: MAX_BODY_BYTES });
  // Fastify and Nest would read these two on their own.
  for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
    app.useBodyParser(type, { bodyLimit: MAX_BODY_BYTES }, (_request, _body, done) =>
      done(new AdminError('unsupported_content_type', 'Send the body as application/json.'), undefined),
    );
  }
}

/** Lets a controller take larger bodies than others do: `@RouteConfig({ bodyLimit })`. */
function takeOwnBodyLimit(route: RouteOptions): void {
  const limit: unknown = route.config && Reflect.get(route.config, 'bodyLimit');
  if (typeof limit === 'number') route.bodyLimit = limit;
}

function markAnswer(clock: Clock) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!request.url.startsWith('/api/')) return;
    request.id = requestId(clock.now());
    reply.headers({ ...HEADERS, 'x-request-id': request.id });
  };
}
