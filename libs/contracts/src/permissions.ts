import type { PermissionRole } from './roles';

/** What an admin route may ask for. */
export const PERMISSIONS = [
  'session:read',
  'logins:read',
  'logins:write',
  'users:read',
  'users:write',
  'providers:read',
  'providers:write',
  'usage:read',
  'prices:read',
  'prices:write',
  'settings:read',
  'settings:write',
] as const;

export type Permission = (typeof PERMISSIONS)[number];

/** Operators run the providers but see neither users' credentials nor change accounts; viewers only look. */
export const ROLE_PERMISSIONS: Readonly<Record<PermissionRole, readonly Permission[]>> = {
  admin: PERMISSIONS,
  operator: [
    'session:read',
    'users:read',
    'providers:read',
    'providers:write',
    'usage:read',
    'prices:read',
    'prices:write',
    'settings:read',
  ],
  viewer: ['session:read', 'users:read', 'providers:read', 'usage:read', 'prices:read', 'settings:read'],
  user: ['session:read'],
};
