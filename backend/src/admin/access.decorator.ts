import type { Permission } from '@cch/contracts/permissions';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth, ApiExtension } from '@nestjs/swagger';

/** Metadata key of what a route asks for: a permission, or that everybody may use it. */
export const ACCESS = 'cch:access';

export type AccessRule = Permission | 'public';

/** Opens a route to everybody who holds the permission. A route without any access decorator is closed. */
export function Access(permission: Permission) {
  return applyDecorators(
    SetMetadata<string, AccessRule>(ACCESS, permission),
    ApiBearerAuth('bearer'),
    ApiCookieAuth('login'),
    ApiExtension('x-permission', permission),
  );
}

/** Opens a route, or all routes of a controller, to everybody. */
export function Public() {
  return SetMetadata<string, AccessRule>(ACCESS, 'public');
}
