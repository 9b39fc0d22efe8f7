import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { existsSync } from 'node:fs';
import path from 'node:path';

// dist/backend/main.js and dist/frontend/browser lie side by side in every installation.
const CONSOLE = path.resolve(import.meta.dirname, '../frontend/browser');
const HASHED = /-[A-Za-z0-9_-]{8}\.(?:js|css)$/;
const NOT_CONSOLE = /^\/(?:api|health|v1|v1beta|v1beta1)(?:\/|$)/;

/** Serves the built console. Every path that is nobody else's is one of its pages. */
export async function serveConsole(app: FastifyInstance, folder = CONSOLE): Promise<void> {
  if (!existsSync(path.join(folder, 'index.html'))) {
    app.get('/', { exposeHeadRoute: false }, (_request, reply) => {
      void reply.type('text/plain').send('The console is not built. Run: npm run build\n');
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders: (reply, file) => {
      void reply.header(
        'cache-control',
        HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  app.get('/*', { exposeHeadRoute: false }, (request, reply) => sendPage(request, reply));
}

function sendPage(request: FastifyRequest, reply: FastifyReply): unknown {
  if (NOT_CONSOLE.test(request.url)) return reply.callNotFound();
  return reply.sendFile('index.html');
}
