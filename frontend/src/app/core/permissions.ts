import { Service, inject } from '@angular/core';
import type { Permission } from '@cch/contracts/permissions';
import { Auth } from './auth';

/** What the signed-in login may do. The server decides; this only hides what it would refuse. */
@Service()
export class Permissions {
  private readonly auth = inject(Auth);

  allows(permission: Permission): boolean {
    return this.auth.session()?.permissions.includes(permission) ?? false;
  }
}
