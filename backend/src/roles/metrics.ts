import type { FastifyInstance } from 'fastify';
import { timingSafeEqual } from 'node:crypto';
import type { Config } from '../config/config';
import type { Metrics } from '../platform/observability/metrics';
import { hashSecret } from '../platform/secrets/key-hash';

/** Serves the counters of this process in the Prometheus format, to whoever holds the administrator's token. */
export function serveMetrics(
  app: FastifyInstance,
  metrics: Metrics,
  config: Pick<Config, 'ADMIN_TOKEN'>,
): void {
  const expected = Buffer.from(hashSecret(`Bearer ${config.ADMIN_TOKEN}`));
  app.get('/metrics', { exposeHeadRoute: false }, async (request, reply) => {
    const given = Buffer.from(hashSecret(request.headers.authorization ?? ''));
    if (!timingSafeEqual(given, expected)) {
      return reply
        .code(401)
        .header('www-authenticate', 'Bearer')
        .type('text/plain')
        .send('Send the admin token.\n');
    }
    return reply.type(metrics.contentType).send(await metrics.metrics());
  });
}
