import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { AdminError } from './admin-error';
import { PROBLEMS, problemType } from './problem-catalogue';
import type { Problem } from './problem.dto';
import { toAdminError } from './to-admin-error';

/** The only place where an error becomes an answer of the admin API. */
@Catch()
export class AdminErrorFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = toAdminError(thrown);
    const { status } = PROBLEMS[error.code];
    if (status >= 500) this.report(error, request);
    if (reply.sent) return;
    if (error.details.retryAfterSeconds !== undefined) {
      reply.header('retry-after', error.details.retryAfterSeconds);
    }
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    reply
      .status(status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('x-request-id', request.id)
      .send(JSON.stringify(problemOf(error, request.id)));
  }

  private report(error: AdminError, { id, method, url }: FastifyRequest): void {
    const [path] = url.split('?');
    this.logger.error(
      { err: error.details.cause ?? error, requestId: id, method, path, code: error.code },
      'admin request failed',
    );
  }
}

function problemOf({ code, detail, details }: AdminError, requestId: string): Problem {
  const { status, title } = PROBLEMS[code];
  const errors = details.errors ?? [];
  return { type: problemType(code), title, status, detail, code, errors, requestId, ...details.extensions };
}
