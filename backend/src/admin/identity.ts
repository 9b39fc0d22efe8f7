import type { PermissionRole } from '@cch/contracts/roles';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who is calling the admin API. */
export interface Identity {
  readonly role: PermissionRole;
  readonly name: string;
  /** The login whose cookie came with the request; absent for a token sent with it. */
  readonly login?: { readonly id: string; readonly expiresAt: Date };
}

/** Decides who somebody is. The login feature provides the one place that does. */
export type Identify = (request: FastifyRequest) => Promise<Identity | undefined>;

export const IDENTIFY = Symbol('IDENTIFY');

const identities = new WeakMap<FastifyRequest, Identity>();

/** Called by the access guard alone. */
export function rememberIdentity(request: FastifyRequest, identity: Identity): void {
  identities.set(request, identity);
}

/** Controller parameter: the identity that the access guard has found. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Identity => {
  const identity = identities.get(context.switchToHttp().getRequest<FastifyRequest>());
  if (!identity) throw new Error('a public route asked who is calling');
  return identity;
});
