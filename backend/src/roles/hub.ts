import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from '../config/config';
import { systemClock } from '../platform/clock';
import { METRICS, type Metrics } from '../platform/observability/metrics';
import { requestId } from '../platform/request-id';
import { refuseUnroutable } from '../proxy/gateway.plugin';
import { isWirePath } from '../proxy/wire-routes';
import { drain } from './drain';
import { HubModule } from './hub.module';
import { serveMetrics } from './metrics';
import { NestLog } from './nest-log';
import { rolesOf } from './role';

export interface Hub {
  readonly url: string;
  /** Lets running requests end, up to the configured time, then stops. */
  stop(): Promise<void>;
}

/** Builds the application of this process's role and listens. The database is migrated already. */
export async function startHub(config: Config, logger: Logger): Promise<Hub> {
  const roles = rolesOf(config);
  const app = await NestFactory.create<NestFastifyApplication>(
    HubModule.of(config, logger),
    new FastifyAdapter(serverOptions(config)),
    { logger: new NestLog(logger), abortOnError: false },
  );
  for (const role of roles) await role.mount(app);
  serveMetrics(app.getHttpAdapter().getInstance(), app.get<Metrics>(METRICS), config);
  await app.listen(config.APP_PORT, config.APP_HOST);
  const host = config.APP_HOST === '0.0.0.0' || config.APP_HOST === '::' ? '127.0.0.1' : config.APP_HOST;
  return {
    url: `http://${host}:${config.APP_PORT}`,
    stop: () => drain(app, roles, config.SHUTDOWN_TIMEOUT_MS),
  };
}

function serverOptions(config: Config) {
  return {
    trustProxy: trustedProxies(config.TRUSTED_PROXIES),
    keepAliveTimeout: 75_000, // longer than a balancer's, so that it is never the hub that closes first
    requestTimeout: 300_000, // to receive a request; answers may take as long as they like
    bodyLimit: config.MAX_BODY_BYTES,
    http: { maxHeaderSize: 65_536 },
    frameworkErrors: answerUnroutable,
    routerOptions: { maxParamLength: 1024 },
  };
}

// A path that cannot be decoded reaches no route and no error handler. Fastify's own answer would repeat it.
function answerUnroutable(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const id = requestId(systemClock.now());
  if (isWirePath(request.url.split('?', 1)[0] ?? '')) return refuseUnroutable(request, reply, id);
  const problem = { type: 'about:blank', title: 'Not Found', status: 404, code: 'not_found', requestId: id };
  void reply.code(404).type('application/problem+json').send(JSON.stringify(problem));
}

function trustedProxies(value: string): boolean | string[] {
  if (value === 'none') return false;
  return value.split(',').map((part) => part.trim());
}
