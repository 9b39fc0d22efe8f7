import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '../config/config';
import { adminRole } from './admin.role';
import { gatewayRole } from './gateway.role';
import { workerRole } from './worker.role';

/** One part of the hub's work, and how it joins an application. */
export interface Role {
  readonly modules: readonly Type[];
  /** Adds what is not a Nest controller, before the application listens. */
  mount(app: NestFastifyApplication): Promise<void>;
  /** Ends the role's own work once no request is running any more. */
  drain(app: NestFastifyApplication): Promise<void>;
}

const ROLES: Readonly<Record<Config['ROLE'], readonly Role[]>> = {
  gateway: [gatewayRole],
  admin: [adminRole],
  worker: [workerRole],
  // The order is that of draining: what the gateway still writes, the worker can still take.
  all: [gatewayRole, adminRole, workerRole],
};

export function rolesOf(config: Config): readonly Role[] {
  return ROLES[config.ROLE];
}
