import { ROLE_PERMISSIONS } from '@cch/contracts/permissions';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { type Config, CONFIG } from '../config/config';
import { ACCESS, type AccessRule } from './access.decorator';
import { AdminError } from './admin-error';
import { IDENTIFY, type Identify, rememberIdentity } from './identity';
import { siteOf } from './same-origin';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Lets a request through to a controller only if the route's `@Access` says so. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(IDENTIFY) private readonly identify: Identify,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = this.reflector.getAllAndOverride<AccessRule | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (rule === 'public') return true;

    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const identity = await this.identify(request);
    if (!identity) throw new AdminError('not_authenticated', 'Log in, or send a token as `Bearer`.');
    // A cookie travels with every request of the browser, whichever page made it; a token does not.
    if (identity.login && !SAFE_METHODS.has(request.method)) this.requireOwnPage(request);
    if (rule === undefined || !ROLE_PERMISSIONS[identity.role].includes(rule)) {
      throw new AdminError('not_allowed', `The role "${identity.role}" may not do this.`);
    }
    rememberIdentity(request, identity);
    return true;
  }

  private requireOwnPage(request: FastifyRequest): void {
    if (siteOf(request, this.config.APP_URL) === 'same') return;
    throw new AdminError(
      'cross_site_request',
      'Requests with a login cookie must come from the console itself. Scripts send a token instead.',
    );
  }
}
