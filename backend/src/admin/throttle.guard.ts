import { type ExecutionContext, Injectable } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail, type ThrottlerOptions } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { API_PATH } from './admin-controller.decorator';
import { AdminError } from './admin-error';

const MINUTE_MS = 60_000;
const LOGIN_PATH = `${API_PATH}/auth/login`;

/** Requests per minute and address: of the whole admin API, and of the login in particular. */
export const THROTTLES: ThrottlerOptions[] = [
  { name: 'api', limit: 600, ttl: MINUTE_MS, skipIf: (context) => !pathOf(context).startsWith(API_PATH) },
  { name: 'login', limit: 10, ttl: MINUTE_MS, skipIf: (context) => pathOf(context) !== LOGIN_PATH },
];

/** Counts per address, over all routes together. */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  protected override generateKey(_context: ExecutionContext, address: string): string {
    return address;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new AdminError('too_many_requests', `Try again in ${timeToBlockExpire} seconds.`, {
      retryAfterSeconds: timeToBlockExpire,
    });
  }
}

function pathOf(context: ExecutionContext): string {
  const [path = ''] = context.switchToHttp().getRequest<FastifyRequest>().url.split('?');
  return path;
}
